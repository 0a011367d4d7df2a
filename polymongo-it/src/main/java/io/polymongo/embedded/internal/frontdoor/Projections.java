package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Projections of {@code find} and {@code findAndModify}; stages have rules of their own. */
final class Projections {

    private static final String POSITION = ".$";

    private Projections() {}

    /** @param variables names that computed fields may use with {@code $$} */
    static void check(@Nullable Object projection, Set<String> variables) {
        if (!(projection instanceof Document document)) {
            return;
        }
        int positions = 0;
        for (String path : document.keySet()) {
            positions += path.endsWith(POSITION) ? 1 : 0;
        }
        if (positions > 1) {
            throw new CommandError(31276, "Cannot specify more than one positional projection per query.");
        }
        document.forEach((path, value) -> checkField(path, value, variables));
    }

    private static void checkField(String path, @Nullable Object value, Set<String> variables) {
        boolean flag = value instanceof Number || value instanceof Boolean;
        if (path.endsWith(POSITION)) {
            Sorts.checkPath(path.substring(0, path.length() - POSITION.length()));
            if (!flag || Unsupported.asksForNothing(value)) {
                throw Unsupported.error("the positional operator in a projection with other than 1 or true");
            }
            return;
        }
        Sorts.checkPath(path);
        if (flag) {
            return;
        }
        if (value instanceof Document options && !Expressions.isOperator(options)) {
            if (options.isEmpty()) {
                throw new CommandError(
                        51270, "An empty sub-projection is not a valid value. Found empty object at path");
            }
            options.forEach((name, inner) -> checkField(path + "." + name, inner, variables));
        } else if (!(value instanceof Document options && checkOptions(path, options))) {
            checkComputed(path, value, variables);
        }
    }

    /** Whether it is {@code $elemMatch} or {@code $slice}, which only projections have. */
    private static boolean checkOptions(String path, Document options) {
        if (options.size() != 1) {
            return false;
        }
        Map.Entry<String, Object> only = options.entrySet().iterator().next();
        if (only.getKey().equals("$elemMatch")) {
            if (path.contains(".")) {
                throw new CommandError(
                        31275, "Cannot use $elemMatch projection on a nested field (currently unsupported).");
            }
            if (!(only.getValue() instanceof Document match)) {
                throw new CommandError(
                        31274,
                        "elemMatch: Invalid argument, object required, but got "
                                + BsonKind.of(only.getValue()).label());
            }
            Filters.checkElement(path, match);
            return true;
        }
        return only.getKey().equals("$slice") && isRange(only.getValue());
    }

    private static boolean isRange(@Nullable Object slice) {
        if (slice instanceof Collection<?> range) {
            return range.size() == 2 && range.stream().allMatch(Number.class::isInstance);
        }
        return slice instanceof Number;
    }

    private static void checkComputed(String path, @Nullable Object value, Set<String> variables) {
        if (value instanceof Document operator) {
            String name = operator.keySet().iterator().next();
            boolean known = ExpressionOperators.REFUSED.contains(name)
                    || ExpressionOperators.supported().contains(name);
            if (!known) {
                throw new CommandError(31325, "Unknown expression " + name);
            }
        }
        if (path.contains(".")) {
            throw Unsupported.error("a computed field inside another in a projection, at '" + path + "'");
        }
        Expressions.check(value, variables);
    }
}
