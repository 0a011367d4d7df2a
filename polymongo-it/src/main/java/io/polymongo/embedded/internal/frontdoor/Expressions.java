package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks an expression of an aggregation and refuses whatever the engine would misread. */
final class Expressions {

    private static final Set<String> REFUSED_VARIABLES =
            Set.of("CURRENT", "REMOVE", "NOW", "CLUSTER_TIME", "USER_ROLES", "SEARCH_META", "JS_SCOPE", "DESCEND");
    private static final String ROOT = "ROOT";

    private Expressions() {}

    static void check(@Nullable Object expression) {
        check(expression, Set.of());
    }

    /** @param variables names that may be used with {@code $$}, beside the server's own */
    static void check(@Nullable Object expression, Set<String> variables) {
        if (expression instanceof String text) {
            checkPath(text, variables);
        } else if (expression instanceof Document document) {
            checkDocument(document, variables);
        } else if (expression instanceof Collection<?> list) {
            if (!isConstant(list)) {
                throw Unsupported.error("an array of expressions inside an expression");
            }
        }
    }

    /** Whether a document calls an operator, rather than spelling out an object. */
    static boolean isOperator(@Nullable Object value) {
        return value instanceof Document document
                && !document.isEmpty()
                && document.keySet().iterator().next().startsWith("$");
    }

    /** Whether an expression is the same for every document. */
    static boolean isConstant(@Nullable Object value) {
        if (value instanceof String text) {
            return !text.startsWith("$");
        }
        if (value instanceof Document document) {
            return document.keySet().stream().noneMatch(key -> key.startsWith("$"))
                    && document.values().stream().allMatch(Expressions::isConstant);
        }
        return !(value instanceof Collection<?> list) || list.stream().allMatch(Expressions::isConstant);
    }

    /** An operator's arguments; a single one may stand without its array. */
    static void checkArguments(@Nullable Object arguments, Set<String> variables) {
        if (arguments instanceof Collection<?> list) {
            list.forEach(argument -> check(argument, variables));
        } else {
            check(arguments, variables);
        }
    }

    static Set<String> with(Set<String> variables, String... more) {
        Set<String> all = new HashSet<>(variables);
        all.addAll(Set.of(more));
        return all;
    }

    private static void checkDocument(Document document, Set<String> variables) {
        for (Map.Entry<String, Object> entry : document.entrySet()) {
            String name = entry.getKey();
            if (name.startsWith("$")) {
                if (document.size() > 1) {
                    throw new CommandError(
                            15983,
                            "an expression specification must contain exactly one field, the name of the"
                                    + " expression. Found " + document.size() + " fields in "
                                    + document.toString(true));
                }
                ExpressionOperators.check(name, entry.getValue(), variables);
            } else {
                if (name.indexOf('.') >= 0) {
                    throw new CommandError(
                            16412, "FieldPath field names may not contain '.'. Consider using $getField or $setField.");
                }
                check(entry.getValue(), variables);
            }
        }
    }

    private static void checkPath(String text, Set<String> variables) {
        if (text.equals("$")) {
            throw new CommandError(16872, "'$' by itself is not a valid FieldPath");
        }
        if (!text.startsWith("$$")) {
            return;
        }
        String path = text.substring(2);
        String name = path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
        if (name.isEmpty()) {
            throw new CommandError(9, "empty variable names are not allowed");
        }
        if (variables.contains(name) || name.equals(ROOT)) {
            return;
        }
        if (REFUSED_VARIABLES.contains(name)) {
            throw Unsupported.error("variable $$" + name);
        }
        throw new CommandError(17276, "Use of undefined variable: " + name);
    }
}
