package io.polymongo.embedded.internal.frontdoor;

import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;

/** Options of collections, as {@code create} and {@code collMod} take them: images for change streams only. */
final class CollectionOptions {

    private static final Shape IMAGES = Shape.of().required("enabled", FieldType.SAFE_BOOL);

    private CollectionOptions() {}

    static Shape create() {
        return modifiable()
                .optional("capped", FieldType.SAFE_BOOL, CollectionOptions::refused)
                .optional("autoIndexId", FieldType.SAFE_BOOL, (value, path) -> {
                    if (Unsupported.asksForNothing(value)) {
                        throw Unsupported.error("'" + path + "' that is false");
                    }
                })
                .optional("size", FieldType.NUMBER, CollectionOptions::onlyCapped)
                .optional("max", FieldType.NUMBER, CollectionOptions::onlyCapped)
                .optional("collation", FieldType.OBJECT, Options::collation)
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
                .optional("expireAfterSeconds", FieldType.NUMBER)
                .optional("hidden", FieldType.SAFE_BOOL)
                .optional("unique", FieldType.SAFE_BOOL)
                .optional("prepareUnique", FieldType.SAFE_BOOL);
        return modifiable()
                .optional("index", FieldType.OBJECT, (value, path) -> {
                    index.nested().check(value, path);
                    throw Unsupported.error("'" + path + "'");
                })
                .unsupported(FieldType.OBJECT, "timeseries")
                .unsupported(FieldType.SAFE_BOOL, "dryRun", "recordPreImages", "isTimeseriesNamespace")
                .unsupported(FieldType.NUMBER, "cappedSize", "cappedMax");
    }

    private static Shape modifiable() {
        return Shape.of()
                .optional("changeStreamPreAndPostImages", FieldType.OBJECT, IMAGES.nested())
                .unsupported(FieldType.OBJECT, "validator")
                .unsupported(FieldType.STRING, "validationLevel", "validationAction", "viewOn")
                .unsupported(FieldType.ARRAY, "pipeline")
                .optional("expireAfterSeconds", FieldType.STRING_OR_NUMBER, (value, path) -> {
                    throw Unsupported.error("'" + path + "'");
                })
                .unstable("changeStreamPreAndPostImages");
    }

    private static void refused(Object value, String path) {
        Unsupported.unlessNothing("'" + path + "'", value);
    }

    private static void onlyCapped(Object value, String path) {
        throw new CommandError(
                ErrorCode.INVALID_OPTIONS,
                "the 'capped' field needs to be true when either the 'size' or 'max' fields are present");
    }
}
