package io.polymongo.embedded.internal.schema;

import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names that MongoDB gives to the types of BSON. */
public final class BsonTypes {

    /** Every name, and the alias for all numbers. */
    static final Set<String> NAMES = Set.of(
            "double",
            "string",
            "object",
            "array",
            "binData",
            "undefined",
            "objectId",
            "bool",
            "date",
            "null",
            "regex",
            "dbPointer",
            "javascript",
            "symbol",
            "javascriptWithScope",
            "int",
            "timestamp",
            "long",
            "decimal",
            "minKey",
            "maxKey",
            "number");

    /** The names of JSON Schema that MongoDB takes, and what they are in BSON. */
    static final Map<String, String> JSON = Map.of(
            "array", "array", "boolean", "bool", "null", "null", "number", "number", "object", "object", "string",
            "string");

    private BsonTypes() {}

    /** A value's. */
    public static String of(@Nullable Object value) {
        if (value == null) {
            return "null";
        } else if (value instanceof Map) {
            return "object";
        } else if (value instanceof Collection) {
            return "array";
        } else if (value instanceof String) {
            return "string";
        } else if (value instanceof Boolean) {
            return "bool";
        }
        return value instanceof Number ? ofNumber(value) : ofScalar(value);
    }

    private static String ofNumber(Object value) {
        if (value instanceof Double || value instanceof Float) {
            return "double";
        } else if (value instanceof Long) {
            return "long";
        }
        return value instanceof Decimal128 ? "decimal" : "int";
    }

    private static String ofScalar(Object value) {
        if (value instanceof ObjectId) {
            return "objectId";
        } else if (value instanceof Instant) {
            return "date";
        } else if (value instanceof BsonTimestamp) {
            return "timestamp";
        } else if (value instanceof BsonRegularExpression) {
            return "regex";
        } else if (value instanceof BsonJavaScript) {
            return "javascript";
        } else if (value instanceof MinKey) {
            return "minKey";
        }
        return value instanceof MaxKey ? "maxKey" : "binData";
    }

    static boolean isOne(@Nullable Object value, Set<String> types) {
        return types.contains(of(value)) || types.contains("number") && value instanceof Number;
    }
}
