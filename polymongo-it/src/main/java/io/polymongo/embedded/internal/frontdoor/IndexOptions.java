package io.polymongo.embedded.internal.frontdoor;

import static java.util.Map.entry;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.Json;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Specifications of indexes: ascending and descending keys, unique, sparse and partial. */
final class IndexOptions {

    static final Map<String, FieldType> SUPPORTED = Map.ofEntries(
            entry("key", FieldType.OBJECT),
            entry("name", FieldType.STRING),
            entry("unique", FieldType.SAFE_BOOL),
            entry("sparse", FieldType.SAFE_BOOL),
            entry("partialFilterExpression", FieldType.OBJECT),
            entry("v", FieldType.NUMBER),
            entry("ns", FieldType.STRING),
            // Neither has an effect on what is found.
            entry("background", FieldType.SAFE_BOOL),
            entry("hidden", FieldType.SAFE_BOOL));

    /** Options that MongoDB knows and the engine does not do. */
    static final Set<String> REFUSED = Set.of(
            "expireAfterSeconds",
            "collation",
            "weights",
            "default_language",
            "language_override",
            "textIndexVersion",
            "2dsphereIndexVersion",
            "bits",
            "min",
            "max",
            "bucketSize",
            "wildcardProjection",
            "columnstoreProjection",
            "columnstoreCompressor",
            "storageEngine",
            "prepareUnique",
            "clustered",
            "dropDups",
            "coarsestIndexedLevel",
            "finestIndexedLevel",
            "originalSpec");

    private static final Set<String> KINDS =
            Set.of("text", "hashed", "2d", "2dsphere", "geoHaystack", "columnstore", "wildcard");

    private IndexOptions() {}

    static void check(Document specification) {
        for (Map.Entry<String, Object> entry : specification.entrySet()) {
            checkOption(specification, entry.getKey(), entry.getValue());
        }
        for (String required : new String[] {"key", "name"}) {
            if (!specification.containsKey(required)) {
                throw wrapped(
                        specification,
                        ErrorCode.FAILED_TO_PARSE,
                        "The '" + required + "' field is a required property of an index specification");
            }
        }
        Document key = (Document) specification.get("key");
        if (key == null || key.isEmpty()) {
            throw cannot("Index keys cannot be empty.");
        }
        key.forEach(IndexOptions::checkKey);
        PartialFilters.check(specification.get("partialFilterExpression"));
        checkName(String.valueOf(specification.get("name")), key);
        if (specification.get("v") instanceof Number version && version.intValue() != 2) {
            throw Unsupported.error("index version " + version);
        }
    }

    private static void checkOption(Document specification, String name, @Nullable Object value) {
        if (REFUSED.contains(name)) {
            // Even 0 asks for something here: an index that expires at once.
            if (!name.equals("expireAfterSeconds") && Unsupported.asksForNothing(value)) {
                return;
            }
            throw Unsupported.error("index option '" + name + "'");
        }
        FieldType type = SUPPORTED.get(name);
        if (type == null) {
            throw wrapped(
                    specification,
                    ErrorCode.INVALID_INDEX_SPECIFICATION_OPTION,
                    "The field '" + name + "' is not valid for an index specification. Specification: "
                            + specification.toString(true, "{ ", " }"));
        }
        if (!type.accepts(value)) {
            throw wrapped(
                    specification,
                    ErrorCode.TYPE_MISMATCH,
                    "The field '" + name + "' must be of another type than "
                            + BsonKind.of(value).label());
        }
    }

    private static void checkKey(String path, @Nullable Object direction) {
        if (path.isEmpty()) {
            throw cannot("Index keys cannot be an empty field.");
        }
        if (path.equals("$**") || path.endsWith(".$**")) {
            throw Unsupported.error("a wildcard index");
        }
        if (path.startsWith("$") || path.contains(".$")) {
            throw cannot("Index key contains an illegal field name: field name starts with '$'.");
        }
        if (direction instanceof String kind) {
            if (KINDS.contains(kind)) {
                throw Unsupported.error("index of kind '" + kind + "'");
            }
            throw cannot("Unknown index plugin '" + kind + "'");
        }
        if (!(direction instanceof Number number)) {
            throw cannot("Values in v:2 index key pattern cannot be of type "
                    + BsonKind.of(direction).label()
                    + ". Only numbers > 0, numbers < 0, and strings are allowed.");
        }
        if (number.doubleValue() == 0) {
            throw cannot("Values in the index key pattern cannot be 0.");
        }
    }

    private static void checkName(String name, Document key) {
        boolean ofId = key.size() == 1 && key.containsKey("_id");
        if (name.isEmpty()) {
            throw cannot("index names cannot be empty");
        }
        if (name.equals("*")) {
            throw new CommandError(ErrorCode.BAD_VALUE, "The index name '*' is not valid.");
        }
        if (ofId && !(key.get("_id") instanceof Number direction && direction.doubleValue() == 1)) {
            throw new CommandError(
                    ErrorCode.BAD_VALUE,
                    "The field 'key' for an _id index must be {_id: 1}, but got " + Json.toCompactJsonValue(key));
        }
        if (!ofId && name.equals("_id_")) {
            throw new CommandError(
                    ErrorCode.BAD_VALUE,
                    "The index name '_id_' is reserved for the _id index, which must have key pattern {_id: 1}, found"
                            + " key: " + Json.toCompactJsonValue(key));
        }
    }

    private static CommandError wrapped(Document specification, ErrorCode code, String message) {
        return new CommandError(
                code,
                "Error in specification " + specification.toString(true, "{ ", " }") + " :: caused by :: " + message);
    }

    private static CommandError cannot(String message) {
        return new CommandError(ErrorCode.CANNOT_CREATE_INDEX, message);
    }
}
