package io.polymongo.embedded.internal.frontdoor;

import static java.util.Map.entry;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.Json;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operators of updates, each with the check of what it is given for one path. */
final class UpdateOperators {

    /** Checks the value at one path of an operator. */
    @FunctionalInterface
    interface Change {

        void check(String path, @Nullable Object value);
    }

    static final Map<String, Change> SUPPORTED = Map.ofEntries(
            entry("$set", (path, value) -> {}),
            entry("$setOnInsert", (path, value) -> {}),
            entry("$unset", (path, value) -> {}),
            entry("$min", (path, value) -> {}),
            entry("$max", (path, value) -> {}),
            entry("$inc", (path, value) -> number("increment", path, value)),
            entry("$mul", (path, value) -> number("multiply", path, value)),
            entry("$rename", UpdateOperators::rename),
            entry("$currentDate", UpdateOperators::currentDate),
            entry("$addToSet", UpdateOperators::addToSet),
            entry("$push", UpdateOperators::push),
            entry("$pull", UpdateOperators::pull),
            entry("$pullAll", UpdateOperators::pullAll),
            entry("$pop", UpdateOperators::pop));

    /** Operators that MongoDB knows and the engine does not do. */
    static final Set<String> REFUSED = Set.of("$bit");

    private static final Set<String> PUSH_CLAUSES = Set.of("$each", "$slice", "$sort", "$position");

    private UpdateOperators() {}

    private static void number(String verb, String path, @Nullable Object value) {
        if (!(value instanceof Number)) {
            throw new CommandError(
                    ErrorCode.TYPE_MISMATCH,
                    "Cannot " + verb + " with non-numeric argument: {" + show(path, value) + "}");
        }
    }

    private static void rename(String path, @Nullable Object value) {
        if (!(value instanceof String to)) {
            throw bad("The 'to' field for $rename must be a string: " + show(path, value));
        }
        Updates.checkPath(to);
        if (to.equals(path)) {
            throw bad("The source and target field for $rename must differ: " + show(path, value));
        }
        if (path.contains("$") || to.contains("$")) {
            throw bad("The source and target field for $rename may not be dynamic: " + path);
        }
    }

    private static void currentDate(String path, @Nullable Object value) {
        if (Boolean.TRUE.equals(value)) {
            return;
        }
        if (Boolean.FALSE.equals(value)) {
            throw Unsupported.error("$currentDate with false");
        }
        if (!(value instanceof Document type)) {
            throw bad(BsonKind.of(value).label() + " is not valid type for $currentDate. Please use a boolean ('true')"
                    + " or a $type expression ({$type: 'timestamp/date'}).");
        }
        for (String name : type.keySet()) {
            if (!name.equals("$type")) {
                throw bad("Unrecognized $currentDate option: " + name);
            }
        }
        Object kind = type.get("$type");
        if (!"date".equals(kind) && !"timestamp".equals(kind)) {
            throw bad("The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field :"
                    + " {$type: 'date'}}}");
        }
    }

    private static void addToSet(String path, @Nullable Object value) {
        if (!(value instanceof Document document)) {
            return;
        }
        if (document.isEmpty()) {
            throw Unsupported.error("$addToSet of an empty document");
        }
        if (!document.keySet().iterator().next().equals("$each")) {
            return;
        }
        Object each = document.get("$each");
        if (!(each instanceof Collection)) {
            throw new CommandError(
                    ErrorCode.TYPE_MISMATCH,
                    "The argument to $each in $addToSet must be an array but it was of type "
                            + BsonKind.of(each).label());
        }
        if (document.size() > 1) {
            throw bad("Found unexpected fields after $each in $addToSet: " + document.toString(true, "{ ", " }"));
        }
    }

    private static void push(String path, @Nullable Object value) {
        if (!(value instanceof Document document) || !document.containsKey("$each")) {
            return;
        }
        for (Map.Entry<String, Object> clause : document.entrySet()) {
            if (!PUSH_CLAUSES.contains(clause.getKey())) {
                throw bad("Unrecognized clause in $push: " + clause.getKey());
            }
        }
        Object each = document.get("$each");
        if (!(each instanceof Collection)) {
            throw bad("The argument to $each in $push must be an array but it was of type: "
                    + BsonKind.of(each).label());
        }
        pushNumber(document, "$slice");
        pushNumber(document, "$position");
        if (document.containsKey("$sort")) {
            pushSort(document.get("$sort"));
        }
    }

    private static void pushNumber(Document document, String clause) {
        if (document.containsKey(clause) && !(document.get(clause) instanceof Number)) {
            throw bad("The value for " + clause + " must be an integer value but was given type: "
                    + BsonKind.of(document.get(clause)).label());
        }
    }

    private static void pushSort(@Nullable Object sort) {
        if (sort instanceof Document order && !order.isEmpty()) {
            for (Map.Entry<String, Object> entry : order.entrySet()) {
                Updates.checkPath(entry.getKey());
                if (!isDirection(entry.getValue())) {
                    throw bad("The $sort element value must be either 1 or -1");
                }
            }
        } else if (!isDirection(sort)) {
            throw bad("The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded"
                    + " fields");
        }
    }

    private static boolean isDirection(@Nullable Object value) {
        return value instanceof Number number && Math.abs(number.doubleValue()) == 1;
    }

    private static void pull(String path, @Nullable Object value) {
        if (value instanceof Document condition) {
            Filters.checkElement(path, condition);
        }
    }

    private static void pullAll(String path, @Nullable Object value) {
        if (!(value instanceof Collection)) {
            throw bad("$pullAll requires an array argument but was given a "
                    + BsonKind.of(value).label());
        }
    }

    private static void pop(String path, @Nullable Object value) {
        if (!(value instanceof Number)) {
            throw new CommandError(ErrorCode.FAILED_TO_PARSE, "Expected a number in: " + show(path, value));
        }
        if (!isDirection(value)) {
            throw new CommandError(
                    ErrorCode.FAILED_TO_PARSE, "$pop expects 1 or -1, found: " + Json.toJsonValue(value));
        }
    }

    private static String show(String path, @Nullable Object value) {
        return path + ": " + Json.toJsonValue(value);
    }

    private static CommandError bad(String message) {
        return new CommandError(ErrorCode.BAD_VALUE, message);
    }
}
