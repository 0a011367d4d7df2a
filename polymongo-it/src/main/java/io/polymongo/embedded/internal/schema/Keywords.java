package io.polymongo.embedded.internal.schema;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keywords that a schema may have, and reading their operands. */
final class Keywords {

    private static final Set<String> KNOWN = Set.of(
            "additionalItems",
            "additionalProperties",
            "allOf",
            "anyOf",
            "bsonType",
            "dependencies",
            "description",
            "enum",
            "exclusiveMaximum",
            "exclusiveMinimum",
            "items",
            "maxItems",
            "maxLength",
            "maxProperties",
            "maximum",
            "minItems",
            "minLength",
            "minProperties",
            "minimum",
            "multipleOf",
            "not",
            "oneOf",
            "pattern",
            "patternProperties",
            "properties",
            "required",
            "title",
            "type",
            "uniqueItems");

    /** Those that MongoDB knows and does not do. */
    private static final Set<String> NOT_SUPPORTED =
            Set.of("$ref", "$schema", "default", "definitions", "format", "id");

    /** Those of encryption in the client, which are not done here. */
    private static final Set<String> ENCRYPTION = Set.of("encrypt", "encryptMetadata", "keyId");

    private Keywords() {}

    static void check(Document schema) {
        for (String keyword : schema.keySet()) {
            if (NOT_SUPPORTED.contains(keyword)) {
                throw Refusal.parse("$jsonSchema keyword '" + keyword + "' is not currently supported");
            }
            if (ENCRYPTION.contains(keyword)) {
                throw Refusal.parse("the embedded server does not support the $jsonSchema keyword '" + keyword + "'");
            }
            if (!KNOWN.contains(keyword)) {
                throw Refusal.parse("Unknown $jsonSchema keyword: " + keyword);
            }
        }
        for (String text : List.of("description", "title")) {
            if (schema.containsKey(text) && !(schema.get(text) instanceof String)) {
                throw Refusal.typeOf(text, "of type string");
            }
        }
    }

    /** The title and description, which stand in errors. */
    static Document annotations(Document schema) {
        Document annotations = new Document();
        for (String text : List.of("title", "description")) {
            if (schema.containsKey(text)) {
                annotations.append(text, schema.get(text));
            }
        }
        return annotations;
    }

    static boolean flag(Document schema, String keyword) {
        if (schema.get(keyword) instanceof Boolean flag) {
            return flag;
        }
        throw Refusal.typeOf(keyword, "a boolean");
    }

    static Number number(Document schema, String keyword) {
        if (schema.get(keyword) instanceof Number number) {
            return number;
        }
        throw Refusal.typeOf(keyword, "a number");
    }

    /** A length, which is a whole number from zero on. */
    static long length(Document schema, String keyword) {
        Object value = schema.get(keyword);
        if (!(value instanceof Number number)) {
            throw Refusal.parse("Expected a number in: " + keyword + ": " + value);
        }
        if (number.doubleValue() != Math.rint(number.doubleValue())) {
            throw Refusal.parse("Expected an integer: " + keyword + ": " + value);
        }
        if (number.doubleValue() < 0) {
            throw Refusal.parse("Expected a non-negative number in: " + keyword + ": " + value);
        }
        return number.longValue();
    }

    static Document document(Document schema, String keyword) {
        if (schema.get(keyword) instanceof Document document) {
            return document;
        }
        throw Refusal.typeOf(keyword, "an object");
    }

    static List<@Nullable Object> list(Object value) {
        return new ArrayList<>((Collection<?>) value);
    }

    /** The beginning of what an operator says of a failure. */
    static Document failure(String keyword, @Nullable Object specified) {
        return new Document("operatorName", keyword).append("specifiedAs", new Document(keyword, specified));
    }
}
