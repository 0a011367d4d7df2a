package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.Json;
import io.polymongo.embedded.internal.command.CommandError;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stages that choose, order or count documents. */
final class PlainStages {

    private PlainStages() {}

    static void match(@Nullable Object value, Set<String> variables) {
        Filters.check(Stages.document(value, 15959, "the match filter must be an expression in an object"), variables);
    }

    static void skip(@Nullable Object value, Set<String> variables) {
        number("$skip", 5107200, value);
    }

    static void limit(@Nullable Object value, Set<String> variables) {
        if (number("$limit", 5107201, value) == 0) {
            throw new CommandError(15958, "the limit must be positive");
        }
    }

    static void sort(@Nullable Object value, Set<String> variables) {
        Document order = Stages.document(value, 15973, "the $sort key specification must be an object");
        if (order.isEmpty()) {
            throw new CommandError(15976, "$sort stage must have at least one sort key");
        }
        if (order.containsKey("$natural")) {
            throw new CommandError(
                    16410, "FieldPath field names may not start with '$'. Consider using $getField or $setField.");
        }
        Sorts.check(order);
    }

    static void count(@Nullable Object value, Set<String> variables) {
        if (!(value instanceof String field) || field.isEmpty()) {
            throw new CommandError(
                    value instanceof String ? 40157 : 40156, "the count field must be a non-empty string");
        }
        if (field.startsWith("$")) {
            throw new CommandError(40158, "the count field cannot be a $-prefixed path");
        }
        if (field.indexOf('.') >= 0) {
            throw new CommandError(40160, "the count field cannot contain '.'");
        }
        if (field.equals("_id")) {
            throw Unsupported.error("$count into '_id'");
        }
    }

    static void sample(@Nullable Object value, Set<String> variables) {
        Document document = Stages.document(value, 28745, "the $sample stage specification must be an object");
        for (String name : document.keySet()) {
            if (!name.equals("size")) {
                throw new CommandError(28748, "unrecognized option to $sample: " + name);
            }
        }
        if (!document.containsKey("size")) {
            throw new CommandError(28749, "$sample stage must specify a size");
        }
        if (!(document.get("size") instanceof Number size)) {
            throw new CommandError(28746, "size argument to $sample must be a number");
        }
        if (size.doubleValue() < 0) {
            throw new CommandError(28747, "size argument to $sample must not be negative");
        }
    }

    static void unwind(@Nullable Object value, Set<String> variables) {
        if (value instanceof String path) {
            unwindPath(path);
            return;
        }
        Document document = Stages.document(
                value,
                15981,
                "expected either a string or an object as specification for $unwind stage, got "
                        + BsonKind.of(value).label());
        document.forEach(PlainStages::unwindOption);
        if (!document.containsKey("path")) {
            throw new CommandError(28812, "no path specified to $unwind stage");
        }
    }

    private static void unwindOption(String name, @Nullable Object value) {
        String found = BsonKind.of(value).label();
        switch (name) {
            case "path" -> {
                if (!(value instanceof String path)) {
                    throw new CommandError(28808, "expected a string as the path for $unwind stage, got " + found);
                }
                unwindPath(path);
            }
            case "preserveNullAndEmptyArrays" -> {
                if (!(value instanceof Boolean)) {
                    throw new CommandError(
                            28809,
                            "expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage, got "
                                    + found);
                }
            }
            case "includeArrayIndex" -> {
                if (!(value instanceof String index) || index.isEmpty()) {
                    throw new CommandError(
                            28810,
                            "expected a non-empty string for the includeArrayIndex  option to $unwind stage, got "
                                    + found);
                }
                if (index.startsWith("$")) {
                    throw new CommandError(
                            28822,
                            "includeArrayIndex option to $unwind stage should not be prefixed with a '$': " + index);
                }
            }
            default -> throw new CommandError(28811, "unrecognized option to $unwind stage: " + name);
        }
    }

    private static void unwindPath(String path) {
        if (!path.startsWith("$")) {
            throw new CommandError(28818, "path option to $unwind stage should be prefixed with a '$': " + path);
        }
        Sorts.checkPath(path.substring(1));
    }

    private static long number(String stage, int code, @Nullable Object value) {
        String start = "invalid argument to " + stage + " stage: Expected ";
        String end = " in: " + stage + ": " + Json.toJsonValue(value);
        if (!(value instanceof Number number)) {
            throw new CommandError(code, start + "a number" + end);
        }
        if (number.doubleValue() < 0) {
            throw new CommandError(code, start + "a non-negative number" + end);
        }
        if (number.doubleValue() != Math.rint(number.doubleValue())) {
            throw new CommandError(
                    code, "invalid argument to " + stage + " stage: Expected an integer: " + stage + ": " + number);
        }
        return number.longValue();
    }
}
