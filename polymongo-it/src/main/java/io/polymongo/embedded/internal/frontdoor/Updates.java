package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.Json;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks an update: operators, a whole replacement, or a pipeline. */
final class Updates {

    private static final Set<String> IN_PIPELINES =
            Set.of("$addFields", "$set", "$project", "$unset", "$replaceRoot", "$replaceWith");

    private Updates() {}

    /**
     * Checks an update.
     *
     * @param update what the command gives as {@code u} or {@code update}
     * @param multi whether it is for all that match
     * @param arrayFilters the command's array filters, or null
     * @param variables names that a pipeline may use with {@code $$}
     */
    static void check(@Nullable Object update, boolean multi, @Nullable Object arrayFilters, Set<String> variables) {
        if (update instanceof Collection) {
            checkPipeline(update, variables);
            if (!Unsupported.asksForNothing(arrayFilters)) {
                throw parse("arrayFilters may not be specified for pipeline-syle updates");
            }
            return;
        }
        if (!(update instanceof Document document)) {
            throw parse("Update argument must be either an object or an array");
        }
        Set<String> identifiers = ArrayFilterNames.check(arrayFilters);
        boolean operators =
                !document.isEmpty() && document.keySet().iterator().next().startsWith("$");
        if (operators) {
            document.forEach((name, change) -> checkOperator(name, change, identifiers));
        } else {
            checkReplacement(document, multi);
        }
    }

    /** What is neither a document nor a pipeline is no update, whatever it says. */
    static void checkForm(Object update, String path) {
        if (update instanceof Collection<?> stages) {
            Pipelines.checkForm(stages);
        } else if (!(update instanceof Document)) {
            throw parse("Update argument must be either an object or an array");
        }
    }

    /** A pipeline that changes one document: in an update, or in {@code $merge}. */
    static void checkPipeline(Object pipeline, Set<String> variables) {
        Set<String> others = new HashSet<>(Stages.SUPPORTED.keySet());
        others.addAll(Stages.REFUSED);
        others.removeAll(IN_PIPELINES);
        Pipelines.checkInner(
                pipeline,
                variables,
                others,
                stage -> new CommandError(
                        ErrorCode.INVALID_OPTIONS, stage + " is not allowed to be used within an update"));
    }

    /** Refuses paths that MongoDB cannot update. */
    static void checkPath(String path) {
        if (path.isEmpty()) {
            throw new CommandError(ErrorCode.EMPTY_FIELD_NAME, "An empty update path is not valid.");
        }
        for (String part : path.split("\\.", -1)) {
            if (part.isEmpty()) {
                throw new CommandError(
                        ErrorCode.EMPTY_FIELD_NAME,
                        "The update path '" + path + "' contains an empty field name, which is not allowed.");
            }
        }
    }

    private static void checkReplacement(Document document, boolean multi) {
        for (String name : document.keySet()) {
            if (name.startsWith("$")) {
                throw new CommandError(
                        ErrorCode.DOLLAR_PREFIXED_FIELD_NAME,
                        "The dollar ($) prefixed field '" + name + "' in '" + name + "' is not allowed in the context"
                                + " of an update's replacement document. Consider using an aggregation pipeline with"
                                + " $replaceWith.");
            }
        }
        if (multi) {
            throw parse("multi update is not supported for replacement-style update");
        }
    }

    private static void checkOperator(String name, @Nullable Object change, Set<String> identifiers) {
        if (UpdateOperators.REFUSED.contains(name)) {
            throw Unsupported.error("update operator " + name);
        }
        UpdateOperators.Change operator = UpdateOperators.SUPPORTED.get(name);
        if (operator == null) {
            throw parse("Unknown modifier: " + name
                    + ". Expected a valid update modifier or pipeline-style update specified as an array");
        }
        if (!(change instanceof Document paths)) {
            throw parse("Modifiers operate on fields but we found type "
                    + BsonKind.of(change).label() + " instead. For example: {$mod: {<field>: ...}} not {" + name + ": "
                    + Json.toJsonValue(change) + "}");
        }
        for (Map.Entry<String, Object> entry : paths.entrySet()) {
            checkPath(entry.getKey());
            checkPositions(entry.getKey(), identifiers);
            operator.check(entry.getKey(), entry.getValue());
        }
    }

    private static void checkPositions(String path, Set<String> identifiers) {
        int positions = 0;
        boolean first = true;
        for (String part : path.split("\\.")) {
            boolean position = part.equals("$");
            boolean filtered = part.startsWith("$[") && part.endsWith("]");
            if (first && (position || filtered)) {
                throw bad("Cannot have "
                        + (position ? "positional (i.e. '$')" : "array filter identifier (i.e. '$[<id>]')")
                        + " element in the first position in path '" + path + "'");
            }
            if (position && ++positions > 1) {
                throw bad("Too many positional (i.e. '$') elements found in path '" + path + "'");
            }
            if (filtered) {
                String identifier = part.substring(2, part.length() - 1);
                if (!identifier.isEmpty() && !identifiers.contains(identifier)) {
                    throw bad("No array filter found for identifier '" + identifier + "' in path '" + path + "'");
                }
            } else if (!position && part.startsWith("$")) {
                throw new CommandError(
                        ErrorCode.DOLLAR_PREFIXED_FIELD_NAME,
                        "The dollar ($) prefixed field '" + part + "' in '" + path + "' is not valid for storage.");
            }
            first = false;
        }
    }

    private static CommandError bad(String message) {
        return new CommandError(ErrorCode.BAD_VALUE, message);
    }

    private static CommandError parse(String message) {
        return new CommandError(ErrorCode.FAILED_TO_PARSE, message);
    }
}
