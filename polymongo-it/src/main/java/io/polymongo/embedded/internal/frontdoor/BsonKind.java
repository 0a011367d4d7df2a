package io.polymongo.embedded.internal.frontdoor;

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
import org.jspecify.annotations.Nullable;

/** The kinds of BSON values, by the names that MongoDB's messages give them. */
enum BsonKind {
    DOUBLE("double"),
    STRING("string"),
    OBJECT("object"),
    ARRAY("array"),
    BINARY("binData"),
    OBJECT_ID("objectId"),
    BOOL("bool"),
    DATE("date"),
    NULL("null"),
    REGEX("regex"),
    JAVASCRIPT("javascript"),
    INT("int"),
    TIMESTAMP("timestamp"),
    LONG("long"),
    DECIMAL("decimal"),
    MIN_KEY("minKey"),
    MAX_KEY("maxKey");

    private final String label;

    BsonKind(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** The kind of a decoded value; UUIDs and whatever else is left are binary. */
    static BsonKind of(@Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        if (value instanceof Map) {
            return OBJECT;
        }
        if (value instanceof Collection) {
            return ARRAY;
        }
        if (value instanceof Number) {
            return ofNumber(value);
        }
        return ofScalar(value);
    }

    private static BsonKind ofNumber(Object value) {
        if (value instanceof Double) {
            return DOUBLE;
        }
        if (value instanceof Long) {
            return LONG;
        }
        return value instanceof Decimal128 ? DECIMAL : INT;
    }

    private static BsonKind ofScalar(Object value) {
        if (value instanceof String) {
            return STRING;
        }
        if (value instanceof Boolean) {
            return BOOL;
        }
        if (value instanceof ObjectId) {
            return OBJECT_ID;
        }
        if (value instanceof Instant) {
            return DATE;
        }
        if (value instanceof BsonTimestamp) {
            return TIMESTAMP;
        }
        if (value instanceof BsonRegularExpression) {
            return REGEX;
        }
        if (value instanceof BsonJavaScript) {
            return JAVASCRIPT;
        }
        if (value instanceof MinKey) {
            return MIN_KEY;
        }
        return value instanceof MaxKey ? MAX_KEY : BINARY;
    }
}
