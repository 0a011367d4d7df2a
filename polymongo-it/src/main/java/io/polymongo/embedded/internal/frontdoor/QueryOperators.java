package io.polymongo.embedded.internal.frontdoor;

import static java.util.Map.entry;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.Json;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The operators of filters: those that the engine does, each with the check of its operand, and those it does not. */
final class QueryOperators {

    /** Checks the operand of an operator that stands below a field. */
    @FunctionalInterface
    interface Operand {

        void check(String field, @Nullable Object operand);
    }

    /** Operators below a field. */
    static final Map<String, Operand> ON_FIELDS = Map.ofEntries(
            entry("$eq", (field, operand) -> {}),
            entry("$ne", (field, operand) -> {
                if (operand instanceof BsonRegularExpression) {
                    throw bad("Can't have regex as arg to $ne.");
                }
            }),
            entry("$gt", QueryOperators::comparison),
            entry("$gte", QueryOperators::comparison),
            entry("$lt", QueryOperators::comparison),
            entry("$lte", QueryOperators::comparison),
            entry("$in", (field, operand) -> list("$in", operand)),
            entry("$nin", (field, operand) -> list("$nin", operand)),
            entry("$not", QueryOperators::not),
            entry("$exists", (field, operand) -> {}),
            entry("$type", (field, operand) -> type(operand)),
            entry("$mod", (field, operand) -> mod(operand)),
            entry("$size", (field, operand) -> size(operand)),
            entry("$all", QueryOperators::all),
            entry("$elemMatch", QueryOperators::elemMatch),
            entry("$regex", (field, operand) -> regularExpression(operand)),
            entry("$options", (field, operand) -> {}));

    /** Operators in a field's place. */
    static final Set<String> AT_TOP = Set.of("$and", "$or", "$nor", "$expr", "$comment", "$jsonSchema");

    /** Operators below a field that MongoDB knows and the engine does not do. */
    static final Set<String> REFUSED_ON_FIELDS = Set.of(
            "$geoWithin",
            "$geoIntersects",
            "$near",
            "$nearSphere",
            "$within",
            "$maxDistance",
            "$minDistance",
            "$bitsAllClear",
            "$bitsAllSet",
            "$bitsAnyClear",
            "$bitsAnySet");

    /** Operators in a field's place that MongoDB knows and the engine does not do. */
    static final Set<String> REFUSED_AT_TOP = Set.of("$where", "$text", "$sampleRate", "$alwaysTrue", "$alwaysFalse");

    private static final Set<String> TYPES = Set.of(
            "number",
            "double",
            "string",
            "object",
            "array",
            "binData",
            "objectId",
            "bool",
            "date",
            "null",
            "int",
            "timestamp",
            "long",
            "decimal",
            "minKey",
            "maxKey");

    /** Types that the engine never finds. */
    private static final Set<String> OTHER_TYPES =
            Set.of("regex", "undefined", "dbPointer", "javascript", "symbol", "javascriptWithScope");

    private static final Set<Integer> TYPE_CODES = Set.of(1, 2, 3, 4, 5, 7, 8, 9, 10, 16, 17, 18, 19, -1, 127);

    private QueryOperators() {}

    private static void comparison(String field, @Nullable Object operand) {
        if (operand instanceof BsonRegularExpression) {
            throw bad("Can't have RegEx as arg to predicate over field '" + field + "'.");
        }
    }

    private static Collection<?> list(String operator, @Nullable Object operand) {
        if (!(operand instanceof Collection<?> list)) {
            throw bad(operator + " needs an array");
        }
        for (Object element : list) {
            if (Filters.isOperators(element)) {
                throw bad("cannot nest $ under " + operator);
            }
        }
        return list;
    }

    private static void not(String field, @Nullable Object operand) {
        if (operand instanceof BsonRegularExpression) {
            return;
        }
        if (!(operand instanceof Document document)) {
            throw bad("$not needs a regex or a document");
        }
        if (document.isEmpty()) {
            throw bad("$not cannot be empty");
        }
        Filters.checkOperators(field, document);
    }

    private static void type(@Nullable Object operand) {
        if (operand instanceof Collection<?> list) {
            if (list.isEmpty()) {
                throw new CommandError(ErrorCode.FAILED_TO_PARSE, "$type must match at least one type");
            }
            list.forEach(QueryOperators::type);
        } else if (operand instanceof String name) {
            if (OTHER_TYPES.contains(name)) {
                throw Unsupported.error("$type '" + name + "'");
            }
            if (!TYPES.contains(name)) {
                throw bad("Unknown type name alias: " + name);
            }
        } else if (operand instanceof Number code) {
            if (!TYPE_CODES.contains(code.intValue())) {
                throw Unsupported.error("$type " + code);
            }
        } else {
            throw new CommandError(ErrorCode.TYPE_MISMATCH, "type must be represented as a number or a string");
        }
    }

    private static void mod(@Nullable Object operand) {
        if (!(operand instanceof List<?> list)) {
            throw bad("malformed mod, needs to be an array");
        }
        if (list.size() != 2) {
            throw bad("malformed mod, " + (list.size() < 2 ? "not enough" : "too many") + " elements");
        }
        if (!(list.get(0) instanceof Number divisor)) {
            throw bad("malformed mod, divisor not a number");
        }
        if (!(list.get(1) instanceof Number)) {
            throw bad("malformed mod, remainder not a number");
        }
        if (divisor.longValue() == 0) {
            throw bad("divisor cannot be 0");
        }
    }

    private static void size(@Nullable Object operand) {
        if (!(operand instanceof Number number)) {
            throw bad("Failed to parse $size. Expected a number in: $size: " + Json.toJsonValue(operand));
        }
        if (number.doubleValue() < 0) {
            throw bad("Failed to parse $size. Expected a non-negative number in: $size: " + number);
        }
        if (number.doubleValue() != Math.rint(number.doubleValue())) {
            throw bad("Failed to parse $size. Expected an integer: $size: " + number);
        }
    }

    private static void all(String field, @Nullable Object operand) {
        if (!(operand instanceof Collection<?> list)) {
            throw bad("$all needs an array");
        }
        for (Object element : list) {
            if (element instanceof Document document && document.containsKey("$elemMatch")) {
                Filters.checkOperators(field, document);
            } else if (Filters.isOperators(element)) {
                throw bad("no $ expressions in $all");
            }
        }
    }

    private static void elemMatch(String field, @Nullable Object operand) {
        if (!(operand instanceof Document document)) {
            throw bad("$elemMatch needs an Object");
        }
        Filters.checkElement(field, document);
    }

    private static void regularExpression(@Nullable Object operand) {
        if (operand instanceof String pattern) {
            try {
                Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                throw new CommandError(51091, "Regular expression is invalid: " + e.getDescription());
            }
        }
    }

    private static CommandError bad(String message) {
        return new CommandError(ErrorCode.BAD_VALUE, message);
    }
}
