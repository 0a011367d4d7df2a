package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import java.util.Set;

/** Options of collections, as {@code create} and {@code collMod} take them: images, validators that are queries, and views. */
final class CollectionOptions {

    private static final Shape IMAGES = Shape.of().required("enabled", FieldType.SAFE_BOOL);

    private static final long LARGEST_CAP = 1L << 50;

    private CollectionOptions() {}

    static Shape create() {
        return modifiable()
                .optional("capped", FieldType.SAFE_BOOL)
                .optional("autoIndexId", FieldType.SAFE_BOOL, (value, path) -> {
                    if (Unsupported.asksForNothing(value)) {
                        throw Unsupported.error("'" + path + "' that is false");
                    }
                })
                .optional("size", FieldType.NUMBER, CollectionOptions::size)
                .count("max")
                .optional("collation", FieldType.OBJECT, Options::collation)
                .optional("viewOn", FieldType.STRING)
                .optional("pipeline", FieldType.ARRAY)
                .unsupported(FieldType.OBJECT, "storageEngine", "indexOptionDefaults", "idIndex", "timeseries")
                .unsupported(FieldType.ANY, "clusteredIndex")
                .unsupported(FieldType.OBJECT, "encryptedFields")
                .unsupported(FieldType.SAFE_BOOL, "temp", "recordPreImages")
                .unsupported(FieldType.NUMBER, "flags")
                .unstable("capped", "size", "max", "storageEngine", "indexOptionDefaults", "autoIndexId", "temp")
                .unstable("flags", "recordPreImages");
    }

    static Shape modify() {
        Shape index = Shape.of()
                .optional("name", FieldType.STRING)
                .optional("keyPattern", FieldType.OBJECT)
                .optional("hidden", FieldType.SAFE_BOOL)
                .optional("expireAfterSeconds", FieldType.NUMBER, CollectionOptions::never)
                .optional("unique", FieldType.SAFE_BOOL, CollectionOptions::never)
                .optional("prepareUnique", FieldType.SAFE_BOOL, CollectionOptions::never);
        return modifiable()
                .optional("index", FieldType.OBJECT, (value, path) -> {
                    index.nested().check(value, path);
                })
                .unsupported(FieldType.STRING, "viewOn")
                .unsupported(FieldType.ARRAY, "pipeline")
                .unsupported(FieldType.OBJECT, "timeseries")
                .unsupported(FieldType.SAFE_BOOL, "dryRun", "recordPreImages", "isTimeseriesNamespace")
                .unsupported(FieldType.NUMBER, "cappedSize", "cappedMax");
    }

    private static Shape modifiable() {
        return Shape.of()
                .optional("changeStreamPreAndPostImages", FieldType.OBJECT, IMAGES.nested())
                .optional("validator", FieldType.OBJECT, (value, path) -> Filters.check(value))
                .optional("validationLevel", FieldType.STRING, oneOf("off", "strict", "moderate"))
                .optional("validationAction", FieldType.STRING, oneOf("error", "warn"))
                .optional("expireAfterSeconds", FieldType.STRING_OR_NUMBER, CollectionOptions::never)
                .unstable("changeStreamPreAndPostImages");
    }

    /** A view's pipeline has read-only stages, and stands on a collection. */
    private static void checkView(Request request) {
        Document body = request.body();
        if (body.get("viewOn") instanceof String viewed) {
            Namespaces.checkCollection(request.database(), viewed);
        } else if (body.get("pipeline") != null) {
            throw new CommandError(ErrorCode.INVALID_OPTIONS, "'pipeline' requires 'viewOn' to also be specified");
        }
        if (body.get("pipeline") != null) {
            Pipelines.checkInner(
                    body.get("pipeline"),
                    Set.of(),
                    Set.of("$out", "$merge", "$changeStream", "$currentOp", "$listLocalSessions"),
                    stage -> new CommandError(
                            ErrorCode.INVALID_OPTIONS, stage + " is not allowed in the pipeline of a view"));
        }
    }

    private static Field.Check oneOf(String... values) {
        return (value, path) -> {
            if (!Set.of(values).contains(value)) {
                throw new CommandError(
                        ErrorCode.BAD_VALUE,
                        "Enumeration value '" + value + "' for field '" + path + "' is not a valid value.");
            }
        };
    }

    private static void never(Object value, String path) {
        throw Unsupported.error("'" + path + "'");
    }

    private static void size(Object value, String path) {
        long size = ((Number) value).longValue();
        if (size < 1) {
            throw new CommandError(51024, "BSON field 'size' value must be >= 1, actual value '" + size + "'");
        }
        if (size > LARGEST_CAP) {
            throw new CommandError(
                    51024, "BSON field 'size' value must be <= " + LARGEST_CAP + ", actual value '" + size + "'");
        }
    }

    /** What the options of a new collection say together. */
    static void checkTogether(Request request) {
        Document body = request.body();
        if (!Unsupported.asksForNothing(body.get("capped"))) {
            if (body.get("size") == null) {
                throw new CommandError(ErrorCode.INVALID_OPTIONS, "the 'size' field is required when 'capped' is true");
            }
            Unsupported.unlessNothing("'create.capped' of a view", body.get("viewOn"));
        } else if (body.get("size") != null || body.get("max") != null) {
            throw new CommandError(
                    ErrorCode.INVALID_OPTIONS,
                    "the 'capped' field needs to be true when either the 'size' or 'max' fields are present");
        }
        checkView(request);
    }
}
