package io.polymongo.embedded.internal.frontdoor;

import static io.polymongo.embedded.internal.frontdoor.CommandShape.Target.COLLECTION;
import static io.polymongo.embedded.internal.frontdoor.CommandShape.Target.COLLECTION_OR_ONE;
import static io.polymongo.embedded.internal.frontdoor.CommandShape.Target.CURSOR_COLLECTION;
import static io.polymongo.embedded.internal.frontdoor.CommandShape.Target.FIELD;
import static io.polymongo.embedded.internal.frontdoor.CommandShape.named;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Commands that read documents. */
final class ReadCommands {

    static final List<CommandShape> ALL = List.of(
            named("find", COLLECTION, find())
                    // The name that MongoDB 7.0 puts into its messages.
                    .inMessages("FindCommandRequest")
                    .inStableApi()
                    .withReadConcern()
                    .withContent(ReadCommands::findContent),
            named("aggregate", COLLECTION_OR_ONE, aggregate())
                    .inStableApi()
                    .withReadConcern()
                    .withWriteConcern()
                    .withContent(ReadCommands::aggregateContent),
            named("count", COLLECTION, count())
                    .inStableApi()
                    .withReadConcern()
                    .withContent(request -> Filters.check(request.body().get("query"))),
            named("distinct", COLLECTION, distinct())
                    .withReadConcern()
                    .withContent(request -> Filters.check(request.body().get("query"))),
            named("getMore", FIELD, getMore()).inStableApi().withContent(ReadCommands::getMoreContent),
            named(
                            "killCursors",
                            CURSOR_COLLECTION,
                            Shape.of().required("cursors", FieldType.ARRAY, ReadCommands::cursorIds))
                    .inStableApi());

    private ReadCommands() {}

    private static Shape find() {
        return Shape.of()
                .optional("filter", FieldType.FIND_OBJECT)
                .optional("projection", FieldType.FIND_OBJECT)
                .optional("sort", FieldType.FIND_OBJECT)
                .optional("hint", FieldType.HINT)
                .optional("collation", FieldType.FIND_OBJECT, Options::collation)
                .count("skip")
                .count("limit")
                .count("batchSize")
                .optional("singleBatch", FieldType.SAFE_BOOL)
                .optional("allowDiskUse", FieldType.SAFE_BOOL)
                .optional("noCursorTimeout", FieldType.SAFE_BOOL)
                .optional("oplogReplay", FieldType.BOOL)
                .optional("allowPartialResults", FieldType.SAFE_BOOL)
                .optional("let", FieldType.OBJECT, Options::let)
                .optional("tailable", FieldType.SAFE_BOOL)
                .optional("awaitData", FieldType.SAFE_BOOL)
                .unsupported(FieldType.FIND_OBJECT, "min", "max", "$_resumeAfter", "$queryOptions")
                .unsupported(FieldType.SAFE_BOOL, "returnKey", "showRecordId", "readOnce")
                .unsupported(FieldType.SAFE_BOOL, "$_requestResumeToken", "allowSpeculativeMajorityRead")
                .unsupported(FieldType.ANY, "term", "runtimeConstants", "collectionUUID", "encryptionInformation")
                .unstable("noCursorTimeout", "oplogReplay", "min", "max", "returnKey", "showRecordId", "tailable")
                .unstable("awaitData", "readOnce", "term", "runtimeConstants", "collectionUUID");
    }

    private static Shape aggregate() {
        return Shape.of()
                .required("pipeline", FieldType.ANY)
                .optional("cursor", FieldType.ANY)
                .optional("allowDiskUse", FieldType.SAFE_BOOL)
                .optional("bypassDocumentValidation", FieldType.SAFE_BOOL)
                .optional("collation", FieldType.OBJECT, Options::collation)
                .optional("hint", FieldType.HINT)
                .optional("let", FieldType.OBJECT, Options::let)
                .unsupported(FieldType.ANY, "explain", "needsMerge", "fromMongos", "exchange", "runtimeConstants")
                .unsupported(FieldType.ANY, "collectionUUID", "encryptionInformation", "$queryOptions")
                .unstable("explain", "runtimeConstants", "collectionUUID", "encryptionInformation", "$queryOptions");
    }

    private static Shape count() {
        return Shape.of()
                .optional("query", FieldType.OBJECT)
                .optional("limit", FieldType.ANY, ReadCommands::countLimit)
                .optional("skip", FieldType.ANY, ReadCommands::countSkip)
                .optional("hint", FieldType.HINT)
                .optional("collation", FieldType.OBJECT, Options::collation)
                .optional("fields", FieldType.OBJECT)
                .unsupported(FieldType.ANY, "$queryOptions", "encryptionInformation", "collectionUUID");
    }

    private static Shape distinct() {
        return Shape.of()
                .required("key", FieldType.STRING, (value, path) -> Sorts.checkPath((String) value))
                .optional("query", FieldType.OBJECT)
                .optional("collation", FieldType.OBJECT, Options::collation)
                .unsupported(FieldType.ANY, "$queryOptions", "collectionUUID");
    }

    private static Shape getMore() {
        return Shape.of()
                .required("getMore", FieldType.LONG)
                .required("collection", FieldType.STRING)
                .count("batchSize")
                .unsupported(FieldType.ANY, "term", "lastKnownCommittedOpTime")
                .unstable("term", "lastKnownCommittedOpTime");
    }

    private static void findContent(Request request) {
        Document body = request.body();
        Set<String> variables = Options.variables(body);
        Filters.check(body.get("filter"), variables);
        Projections.check(body.get("projection"), variables);
        Sorts.check(body.get("sort"));
        if (body.get("skip") instanceof Number skip) {
            Options.skip(skip, "find.skip");
        }
        TailableOptions.check(body);
    }

    private static void aggregateContent(Request request) {
        Document body = request.body();
        boolean wholeDatabase = !(request.target() instanceof String);
        Pipelines.check(
                body.get("pipeline"),
                new Pipelines.Place(request.database(), wholeDatabase, CommonFields.isStrict(body)),
                Options.variables(body));
        checkWriter(body);
        if (!body.containsKey("cursor")) {
            throw new CommandError(
                    ErrorCode.FAILED_TO_PARSE,
                    "The 'cursor' option is required, except for aggregate with the explain argument");
        }
        if (!(body.get("cursor") instanceof Document cursor)) {
            throw new CommandError(ErrorCode.TYPE_MISMATCH, "cursor field must be missing or an object");
        }
        Shape.of().count("batchSize").check("cursor", cursor, Set.of(), false);
    }

    private static void checkWriter(Document body) {
        if (body.get("readConcern") instanceof Document concern
                && "linearizable".equals(concern.get("level"))
                && body.get("pipeline") instanceof List<?> stages
                && !stages.isEmpty()
                && stages.get(stages.size() - 1) instanceof Document last
                && (last.containsKey("$out") || last.containsKey("$merge"))) {
            throw new CommandError(
                    ErrorCode.INVALID_OPTIONS,
                    "Command aggregate does not support { readConcern: { level: \"linearizable\", provenance:"
                            + " \"clientSupplied\" } } :: caused by :: "
                            + last.keySet().iterator().next()
                            + " cannot be used with a 'linearizable' read concern level");
        }
    }

    private static void getMoreContent(Request request) {
        String collection = (String) request.body().get("collection");
        Namespaces.checkCursorCollection(request.database(), String.valueOf(collection));
    }

    private static void countLimit(Object value, String path) {
        if (!(value instanceof Number limit)) {
            throw new CommandError(ErrorCode.BAD_VALUE, "limit value is not a valid number");
        }
        if (limit.doubleValue() < 0) {
            throw Unsupported.error("a negative '" + path + "'");
        }
    }

    private static void countSkip(Object value, String path) {
        if (!(value instanceof Number skip)) {
            throw new CommandError(ErrorCode.BAD_VALUE, "skip value is not a valid number");
        }
        if (skip.doubleValue() < 0) {
            throw new CommandError(
                    ErrorCode.FAILED_TO_PARSE, "Expected a non-negative number in: skip: " + skip.longValue());
        }
        Options.skip(value, path);
    }

    private static void cursorIds(Object value, String path) {
        int index = 0;
        for (Object id : (Collection<?>) value) {
            FieldType.LONG.check(path + "." + index++, "", id);
        }
    }
}
