package io.polymongo.embedded.internal.engine;

import de.bwaldvogel.mongo.backend.BsonType;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A {@code $jsonSchema}, with the keywords that {@link #KEYWORDS} names; others are refused. Thread-safe. */
public final class JsonSchema {

    private static final Set<String> KEYWORDS = Set.of(
            "bsonType",
            "type",
            "required",
            "properties",
            "additionalProperties",
            "enum",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "pattern",
            "items",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties",
            "allOf",
            "anyOf",
            "oneOf",
            "not",
            "title",
            "description");

    private final Document schema;

    /** A schema whose every keyword is known. */
    public JsonSchema(Document schema) {
        this.schema = schema;
        checkKeywords(schema);
        unsatisfied(new Document());
    }

    private static void checkKeywords(Document schema) {
        schema.forEach((keyword, operand) -> {
            if (!KEYWORDS.contains(keyword)) {
                throw new CommandError(
                        ErrorCode.COMMAND_NOT_SUPPORTED,
                        "the embedded server does not support the $jsonSchema keyword '" + keyword + "'");
            }
            switch (keyword) {
                case "properties" -> document(operand).values().forEach(inner -> checkKeywords(document(inner)));
                case "items", "not" -> checkKeywords(document(operand));
                case "additionalProperties" -> {
                    if (operand instanceof Document inner) {
                        checkKeywords(inner);
                    }
                }
                case "allOf", "anyOf", "oneOf" -> list(operand).forEach(inner -> checkKeywords(document(inner)));
                default -> {
                    // no schema inside
                }
            }
        });
    }

    /** The rules that a document breaks, as {@code errInfo} lists them; none if it is valid. */
    public List<Document> unsatisfied(Document document) {
        List<Document> broken = new ArrayList<>();
        schema.forEach((keyword, operand) -> {
            if (!satisfies(document, keyword, operand, schema)) {
                broken.add(new Document("operatorName", keyword).append("specifiedAs", new Document(keyword, operand)));
            }
        });
        return broken;
    }

    private static boolean matches(@Nullable Object value, @Nullable Object schema) {
        Document rules = document(schema);
        return rules.entrySet().stream().allMatch(rule -> satisfies(value, rule.getKey(), rule.getValue(), rules));
    }

    private static boolean satisfies(
            @Nullable Object value, String keyword, @Nullable Object operand, Document schema) {
        return switch (keyword) {
            case "bsonType" -> isOneOf(operand, name -> hasBsonType(value, name));
            case "type" -> isOneOf(operand, name -> hasJsonType(value, name));
            case "enum" -> list(operand).stream().anyMatch(each -> equal(each, value));
            case "allOf" -> list(operand).stream().allMatch(each -> matches(value, each));
            case "anyOf" -> list(operand).stream().anyMatch(each -> matches(value, each));
            case "oneOf" ->
                list(operand).stream().filter(each -> matches(value, each)).count() == 1;
            case "not" -> !matches(value, operand);
            case "title", "description" -> true;
            default -> satisfiesOfType(value, keyword, operand, schema);
        };
    }

    private static boolean satisfiesOfType(
            @Nullable Object value, String keyword, @Nullable Object operand, Document schema) {
        if (value instanceof Document document) {
            return satisfiesObject(document, keyword, operand, schema);
        }
        if (value instanceof Collection<?> elements) {
            return switch (keyword) {
                case "items" -> elements.stream().allMatch(each -> matches(each, operand));
                case "minItems" -> elements.size() >= number(operand).intValue();
                case "maxItems" -> elements.size() <= number(operand).intValue();
                default -> true;
            };
        }
        if (value instanceof String text) {
            return switch (keyword) {
                case "minLength" ->
                    text.codePointCount(0, text.length()) >= number(operand).intValue();
                case "maxLength" ->
                    text.codePointCount(0, text.length()) <= number(operand).intValue();
                case "pattern" ->
                    Pattern.compile(String.valueOf(operand)).matcher(text).find();
                default -> true;
            };
        }
        if (value instanceof Number own && Double.isFinite(own.doubleValue())) {
            return switch (keyword) {
                case "minimum" -> decimal(own).compareTo(decimal(number(operand))) >= 0;
                case "maximum" -> decimal(own).compareTo(decimal(number(operand))) <= 0;
                default -> true;
            };
        }
        return true;
    }

    private static boolean satisfiesObject(Document value, String keyword, @Nullable Object operand, Document schema) {
        return switch (keyword) {
            case "required" -> list(operand).stream().allMatch(value::containsKey);
            case "properties" ->
                document(operand).entrySet().stream()
                        .allMatch(each -> !value.containsKey(each.getKey())
                                || matches(value.get(each.getKey()), each.getValue()));
            case "additionalProperties" ->
                value.keySet().stream()
                        .filter(name -> !document(schema.getOrDefault("properties", new Document()))
                                .containsKey(name))
                        .allMatch(name -> operand instanceof Document inner
                                ? matches(value.get(name), inner)
                                : Boolean.TRUE.equals(operand));
            case "minProperties" -> value.size() >= number(operand).intValue();
            case "maxProperties" -> value.size() <= number(operand).intValue();
            default -> true;
        };
    }

    private static boolean isOneOf(@Nullable Object names, Predicate<String> test) {
        return names instanceof Collection<?> several
                ? several.stream().anyMatch(name -> test.test(String.valueOf(name)))
                : test.test(String.valueOf(names));
    }

    private static boolean hasBsonType(@Nullable Object value, String name) {
        return name.equals("number")
                ? value instanceof Number
                : EngineErrors.run(() -> BsonType.forString(name)).matches(value);
    }

    private static boolean hasJsonType(@Nullable Object value, String name) {
        return switch (name) {
            case "object" -> value instanceof Document;
            case "array" -> value instanceof Collection;
            case "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            case "string" -> value instanceof String;
            case "null" -> value == null;
            default -> throw new CommandError(ErrorCode.BAD_VALUE, "Unknown type name alias: " + name);
        };
    }

    private static boolean equal(@Nullable Object left, @Nullable Object right) {
        Document holder = new Document("v", right);
        return new Filter(new Document("v", new Document("$in", Arrays.asList(left))), Variables.NONE).test(holder)
                && !(right instanceof Missing);
    }

    private static BigDecimal decimal(Number number) {
        return new BigDecimal(number.toString());
    }

    private static Number number(@Nullable Object operand) {
        if (operand instanceof Number number) {
            return number;
        }
        throw wrong("a number", operand);
    }

    private static Document document(@Nullable Object operand) {
        if (operand instanceof Document document) {
            return document;
        }
        throw wrong("an object", operand);
    }

    private static Collection<?> list(@Nullable Object operand) {
        if (operand instanceof Collection<?> list) {
            return list;
        }
        throw wrong("an array", operand);
    }

    private static CommandError wrong(String expected, @Nullable Object operand) {
        return new CommandError(
                ErrorCode.TYPE_MISMATCH, "$jsonSchema keyword must be " + expected + ", but found " + operand);
    }
}
