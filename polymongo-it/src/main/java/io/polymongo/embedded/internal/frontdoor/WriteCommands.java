package io.polymongo.embedded.internal.frontdoor;

import static io.polymongo.embedded.internal.frontdoor.CommandShape.Target.COLLECTION;
import static io.polymongo.embedded.internal.frontdoor.CommandShape.named;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Commands that write documents. */
final class WriteCommands {

    private static final Shape UPDATE_ENTRY = Shape.of()
            .required("q", FieldType.OBJECT)
            .required("u", FieldType.ANY, Updates::checkForm)
            .optional("multi", FieldType.BOOL)
            .optional("upsert", FieldType.BOOL)
            .optional("arrayFilters", FieldType.ARRAY, Shape.of().open().eachNested())
            .optional("hint", FieldType.HINT)
            .optional("collation", FieldType.OBJECT)
            .optional("c", FieldType.OBJECT)
            .unsupported(FieldType.ANY, "upsertSupplied", "sampleId", "allowShardKeyUpdatesWithoutFullShardKeyInQuery");

    private static final Shape DELETE_ENTRY = Shape.of()
            .required("q", FieldType.OBJECT)
            .required("limit", FieldType.NUMBER, (value, path) -> {
                double limit = ((Number) value).doubleValue();
                if (limit != 0 && limit != 1) {
                    throw new CommandError(
                            ErrorCode.FAILED_TO_PARSE,
                            "The limit field in delete objects must be 0 or 1. Got " + ((Number) value).longValue());
                }
            })
            .optional("hint", FieldType.HINT)
            .optional("collation", FieldType.OBJECT)
            .unsupported(FieldType.ANY, "sampleId");

    static final List<CommandShape> ALL = List.of(
            named(
                            "insert",
                            COLLECTION,
                            base().required(
                                            "documents",
                                            FieldType.ARRAY,
                                            Shape.of().open().eachNested()))
                    .inStableApi()
                    .withWriteConcern()
                    .withContent(request -> Statements.batch(request, "documents")),
            named(
                            "update",
                            COLLECTION,
                            base().required("updates", FieldType.ARRAY, UPDATE_ENTRY.eachNested())
                                    .optional("let", FieldType.OBJECT)
                                    .unsupported(FieldType.ANY, "runtimeConstants"))
                    .inStableApi()
                    .withWriteConcern()
                    .withStatements("updates", WriteCommands::checkUpdate),
            named(
                            "delete",
                            COLLECTION,
                            base().required("deletes", FieldType.ARRAY, DELETE_ENTRY.eachNested())
                                    .optional("let", FieldType.OBJECT)
                                    .unsupported(FieldType.ANY, "runtimeConstants"))
                    .inStableApi()
                    .withWriteConcern()
                    .withStatements("deletes", WriteCommands::checkDelete),
            findAndModify(),
            findAndModify().alias("findandmodify"));

    private WriteCommands() {}

    private static Shape base() {
        return Shape.of()
                .optional("ordered", FieldType.BOOL)
                .optional("bypassDocumentValidation", FieldType.SAFE_BOOL)
                .optional("stmtId", FieldType.INT)
                .optional("stmtIds", FieldType.ARRAY)
                .unsupported(FieldType.ANY, "isTimeseriesUpsert", "collectionUUID", "encryptionInformation")
                .unstable("collectionUUID", "encryptionInformation");
    }

    private static CommandShape findAndModify() {
        Shape shape = Shape.of()
                .optional("query", FieldType.OBJECT)
                .optional("fields", FieldType.OBJECT)
                .optional("sort", FieldType.OBJECT)
                .optional("hint", FieldType.HINT)
                .optional("collation", FieldType.OBJECT, Options::collation)
                .optional("arrayFilters", FieldType.ARRAY, Shape.of().open().eachNested())
                .optional("remove", FieldType.SAFE_BOOL)
                .optional("update", FieldType.ANY)
                .optional("upsert", FieldType.SAFE_BOOL)
                .optional("new", FieldType.SAFE_BOOL)
                .optional("bypassDocumentValidation", FieldType.SAFE_BOOL)
                .optional("let", FieldType.OBJECT, Options::let)
                .optional("stmtId", FieldType.INT)
                .unsupported(FieldType.ANY, "runtimeConstants", "encryptionInformation", "sampleId");
        return named("findAndModify", COLLECTION, shape)
                .inStableApi()
                .withWriteConcern()
                .withContent(WriteCommands::findAndModifyContent);
    }

    private static void checkUpdate(Document statement, Document command) {
        checkOptions("update.updates", statement, command);
        if (statement.get("c") != null) {
            if (!(statement.get("u") instanceof Collection)) {
                throw new CommandError(51198, "Constant values may only be specified for pipeline updates");
            }
            throw Unsupported.error("'c' of an update");
        }
        Set<String> variables = Options.variables(command);
        boolean multi = Boolean.TRUE.equals(statement.get("multi"));
        Filters.check(statement.get("q"), variables);
        Updates.check(statement.get("u"), multi, statement.get("arrayFilters"), variables);
    }

    private static void checkDelete(Document statement, Document command) {
        checkOptions("delete.deletes", statement, command);
        Filters.check(statement.get("q"), Options.variables(command));
    }

    private static void checkOptions(String path, Document statement, Document command) {
        if (command.get("let") instanceof Document let) {
            Options.let(let, "let");
        }
        if (statement.get("collation") instanceof Document collation) {
            Options.collation(collation, path + ".collation");
        }
    }

    private static void findAndModifyContent(Request request) {
        Document body = request.body();
        Set<String> variables = Options.variables(body);
        boolean remove = !Unsupported.asksForNothing(body.get("remove"));
        boolean update = body.get("update") != null;
        if (remove) {
            refuse(update, "Cannot specify both an update and remove=true");
            refuse(!Unsupported.asksForNothing(body.get("upsert")), "Cannot specify both upsert=true and remove=true");
            refuse(
                    !Unsupported.asksForNothing(body.get("new")),
                    "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document");
            refuse(body.get("arrayFilters") != null, "Cannot specify arrayFilters and remove=true");
        } else {
            refuse(!update, "Either an update or remove=true must be specified");
            Updates.check(body.get("update"), false, body.get("arrayFilters"), variables);
        }
        Filters.check(body.get("query"), variables);
        Sorts.check(body.get("sort"));
        Projections.check(body.get("fields"), variables);
    }

    private static void refuse(boolean wrong, String message) {
        if (wrong) {
            throw new CommandError(ErrorCode.FAILED_TO_PARSE, message);
        }
    }
}
