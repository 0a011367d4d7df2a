package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Projections of {@code find} and {@code findAndModify}; stages have rules of their own. */
final class Projections {

    private Projections() {}

    static void check(@Nullable Object projection) {
        if (!(projection instanceof Document document)) {
            return;
        }
        boolean includes = false;
        boolean slices = false;
        for (Map.Entry<String, Object> entry : document.entrySet()) {
            checkPath(entry.getKey());
            Object value = entry.getValue();
            if (value instanceof Document options) {
                slices |= checkOptions(entry.getKey(), options);
            } else if (value instanceof Number || value instanceof Boolean) {
                includes |=
                        !Unsupported.asksForNothing(value) && !entry.getKey().equals("_id");
            } else {
                throw Unsupported.error("a value or expression in a projection, at '" + entry.getKey() + "'");
            }
        }
        if (slices && !includes) {
            throw Unsupported.error("$slice in a projection that includes no other field");
        }
    }

    /** Whether it is a {@code $slice}. */
    private static boolean checkOptions(String path, Document options) {
        if (options.size() == 1 && options.get("$elemMatch") instanceof Document match) {
            if (path.contains(".")) {
                throw new CommandError(
                        31275, "Cannot use $elemMatch projection on a nested field (currently unsupported).");
            }
            if (Filters.isOperators(match)
                    && !QueryOperators.AT_TOP.contains(match.keySet().iterator().next())) {
                throw Unsupported.error("$elemMatch with operators on the element in a projection");
            }
            Filters.check(match);
            return false;
        }
        if (options.size() == 1 && options.get("$slice") instanceof Integer) {
            return true;
        }
        String name = options.isEmpty() ? "{}" : options.keySet().iterator().next();
        if (name.equals("$slice")) {
            throw Unsupported.error("$slice with other than an int in a projection");
        }
        if (name.startsWith("$")) {
            checkOperator(name);
        }
        throw Unsupported.error("a nested document in a projection, at '" + path + "'");
    }

    private static void checkOperator(String name) {
        boolean known = ExpressionOperators.REFUSED.contains(name)
                || ExpressionOperators.supported().contains(name)
                || name.equals("$elemMatch");
        if (!known) {
            throw new CommandError(31325, "Unknown expression " + name);
        }
        throw Unsupported.error("expression " + name + " in a projection");
    }

    private static void checkPath(String path) {
        if (path.endsWith(".$")) {
            throw Unsupported.error("the positional operator in a projection, at '" + path + "'");
        }
        Sorts.checkPath(path);
    }
}
