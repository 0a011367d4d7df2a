package io.polymongo.embedded.internal.frontdoor;

import static io.polymongo.embedded.internal.frontdoor.CommandShape.Target.ANYTHING;
import static io.polymongo.embedded.internal.frontdoor.CommandShape.Target.COLLECTION;
import static io.polymongo.embedded.internal.frontdoor.CommandShape.Target.FIELD;
import static io.polymongo.embedded.internal.frontdoor.CommandShape.named;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import java.util.Collection;
import java.util.List;

/** Commands that make, change, list and drop databases, collections and indexes. */
final class CatalogueCommands {

    private static final Field.Check CURSOR = Shape.of().count("batchSize").nested();

    static final List<CommandShape> ALL = List.of(
            named("create", COLLECTION, CollectionOptions.create())
                    .inStableApi()
                    .withWriteConcern()
                    .withContent(CollectionOptions::checkTogether),
            named("collMod", COLLECTION, CollectionOptions.modify())
                    .inStableApi()
                    .withWriteConcern(),
            named("drop", COLLECTION, Shape.of().unsupported(FieldType.ANY, "collectionUUID"))
                    .inStableApi()
                    .withWriteConcern(),
            named("dropDatabase", ANYTHING, Shape.of()).inStableApi().withWriteConcern(),
            named("createIndexes", COLLECTION, createIndexes())
                    .inStableApi()
                    .withWriteConcern()
                    .withContent(CatalogueCommands::indexes),
            dropIndexes(),
            dropIndexes().alias("deleteIndexes"),
            named("listIndexes", COLLECTION, listIndexes()).inStableApi(),
            named("listCollections", ANYTHING, listCollections())
                    .inStableApi()
                    .withContent(request -> Filters.check(request.body().get("filter"))),
            named("listDatabases", ANYTHING, listDatabases())
                    .inStableApi()
                    .withContent(CatalogueCommands::listDatabasesContent),
            named("renameCollection", FIELD, rename()).withWriteConcern().withContent(CatalogueCommands::renameContent),
            named("collStats", COLLECTION, stats()),
            named("collstats", COLLECTION, stats()),
            named("dbStats", ANYTHING, stats()),
            named("dbstats", ANYTHING, stats()),
            named("validate", COLLECTION, validate()));

    private CatalogueCommands() {}

    private static Shape createIndexes() {
        return Shape.of()
                .required("indexes", FieldType.ARRAY, Shape.of().open().eachNested())
                .optional("commitQuorum", FieldType.STRING_OR_NUMBER)
                .optional("v", FieldType.NUMBER)
                .unsupported(FieldType.SAFE_BOOL, "ignoreUnknownIndexOptions", "returnOnStart")
                .unsupported(FieldType.ANY, "collectionUUID", "isTimeseriesNamespace")
                .unstable("ignoreUnknownIndexOptions", "returnOnStart", "collectionUUID");
    }

    private static CommandShape dropIndexes() {
        Shape shape = Shape.of()
                .required("index", FieldType.ANY, (value, path) -> {
                    boolean known = value instanceof String || value instanceof Document || value instanceof Collection;
                    if (!known) {
                        throw new CommandError(
                                ErrorCode.TYPE_MISMATCH,
                                "BSON field '" + path + "' is the wrong type '"
                                        + BsonKind.of(value).label()
                                        + "', expected types '[array, object, string']");
                    }
                    if (value instanceof Collection<?> names) {
                        int index = 0;
                        for (Object name : names) {
                            FieldType.STRING.check(path + "." + index++, "", name);
                        }
                    }
                })
                .unsupported(FieldType.ANY, "collectionUUID", "isTimeseriesNamespace");
        return named("dropIndexes", COLLECTION, shape).inStableApi().withWriteConcern();
    }

    private static Shape listIndexes() {
        return Shape.of()
                .optional("cursor", FieldType.OBJECT, CURSOR)
                .unsupported(FieldType.ANY, "includeBuildUUIDs", "includeIndexBuildInfo", "isTimeseriesNamespace");
    }

    private static Shape listCollections() {
        return Shape.of()
                .optional("filter", FieldType.OBJECT)
                .optional("nameOnly", FieldType.SAFE_BOOL)
                .optional("authorizedCollections", FieldType.SAFE_BOOL)
                .optional("cursor", FieldType.OBJECT, CURSOR)
                .unsupported(FieldType.SAFE_BOOL, "includePendingDrops");
    }

    private static Shape listDatabases() {
        return Shape.of()
                .optional("filter", FieldType.OBJECT)
                .optional("nameOnly", FieldType.SAFE_BOOL)
                .optional("authorizedDatabases", FieldType.SAFE_BOOL);
    }

    private static Shape rename() {
        return Shape.of()
                .required("renameCollection", FieldType.STRING)
                .required("to", FieldType.STRING)
                .optional("dropTarget", FieldType.SAFE_BOOL)
                .unsupported(FieldType.ANY, "stayTemp", "collectionUUID");
    }

    private static Shape stats() {
        return Shape.of()
                .optional("scale", FieldType.NUMBER, CatalogueCommands::scale)
                .optional("freeStorage", FieldType.SAFE_BOOL)
                .unsupported(FieldType.SAFE_BOOL, "verbose", "waitForLock");
    }

    static void scale(Object value, String path) {
        if (((Number) value).doubleValue() < 1) {
            throw new CommandError(
                    51024,
                    "BSON field 'scale' value must be >= 1, actual value '" + ((Number) value).longValue() + "'");
        }
    }

    private static Shape validate() {
        return Shape.of()
                .optional("full", FieldType.SAFE_BOOL)
                .optional("checkBSONConformance", FieldType.SAFE_BOOL)
                // an option of old that drivers still send and servers ignore
                .optional("scandata", FieldType.ANY)
                .unsupported(
                        FieldType.SAFE_BOOL, "background", "repair", "fixMultikey", "metadata", "enforceFastCount");
    }

    private static void indexes(Request request) {
        Object value = request.body().get("indexes");
        if (value instanceof Collection<?> specifications) {
            if (specifications.isEmpty()) {
                throw new CommandError(ErrorCode.BAD_VALUE, "Must specify at least one index to create");
            }
            specifications.forEach(specification -> IndexOptions.check((Document) specification));
        }
    }

    private static void listDatabasesContent(Request request) {
        if (!request.database().equals("admin")) {
            throw new CommandError(ErrorCode.UNAUTHORIZED, "listDatabases may only be run against the admin database.");
        }
        Filters.check(request.body().get("filter"));
    }

    private static void renameContent(Request request) {
        if (!request.database().equals("admin")) {
            throw new CommandError(
                    ErrorCode.UNAUTHORIZED, "renameCollection may only be run against the admin database.");
        }
        Namespaces.checkNamespace(String.valueOf(request.target()));
        Namespaces.checkNamespace(String.valueOf(request.body().get("to")));
    }
}
