package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stages that give documents other fields. */
final class ReshapingStages {

    private ReshapingStages() {}

    /** The engine reads nested specifications as objects, and does not look into arrays along a path. */
    static void project(@Nullable Object value, Set<String> variables) {
        Document fields = Stages.document(value, 15969, "$project specification must be an object");
        if (fields.isEmpty()) {
            throw new CommandError(
                    51272, "Invalid $project :: caused by :: projection specification must have at least one field");
        }
        for (Map.Entry<String, Object> entry : fields.entrySet()) {
            refusePath("$project", entry.getKey());
            Object field = entry.getValue();
            if (field instanceof Collection<?> list) {
                list.forEach(element -> Expressions.check(element, variables));
            } else if (field instanceof Document document && !Expressions.isOperator(document)) {
                if (document.isEmpty() || hasFlag(document)) {
                    throw Unsupported.error("a nested specification in $project, at '" + entry.getKey() + "'");
                }
                Expressions.check(document, variables);
            } else {
                Expressions.check(field, variables);
            }
        }
    }

    /** The engine evaluates each field against the result so far, and merges objects into what is there. */
    static void addFields(@Nullable Object value, Set<String> variables) {
        Document fields = Stages.document(
                value,
                40272,
                "$addFields specification stage must be an object, got "
                        + BsonKind.of(value).label());
        if (fields.isEmpty()) {
            throw new CommandError(
                    40177, "Invalid $addFields :: caused by :: specification must have at least one field");
        }
        Set<String> done = new HashSet<>();
        for (Map.Entry<String, Object> entry : fields.entrySet()) {
            refusePath("$addFields", entry.getKey());
            Object field = entry.getValue();
            if (field instanceof Document document && !Expressions.isOperator(document)) {
                throw Unsupported.error("an object in $addFields, at '" + entry.getKey() + "'");
            }
            if (reads(field, done)) {
                throw Unsupported.error("$addFields that reads a field which the same stage sets");
            }
            Expressions.check(field, variables);
            done.add(entry.getKey());
        }
    }

    /** Any of these stages after {@code $changeStream}: only what the engine evaluates is looked at. */
    static void ofEvents(@Nullable Object value) {
        if (value instanceof Document document && !Expressions.isOperator(document)) {
            document.values().forEach(ReshapingStages::ofEvents);
        } else {
            Expressions.check(value);
        }
    }

    static void unset(@Nullable Object value, Set<String> variables) {
        Collection<?> paths = value instanceof Collection<?> list ? list : value == null ? List.of() : List.of(value);
        if (value == null || paths.stream().anyMatch(path -> !(path instanceof String))) {
            throw new CommandError(
                    value instanceof Collection ? 31120 : 31002,
                    "$unset specification must be a string or an array"
                            + (value instanceof Collection ? " containing only string values" : ""));
        }
        if (paths.isEmpty()) {
            throw new CommandError(31119, "$unset specification must be a string or an array with at least one field");
        }
        for (Object path : paths) {
            refusePath("$unset", (String) path);
        }
    }

    static void replaceRoot(@Nullable Object value, Set<String> variables) {
        Document document = Stages.document(
                value,
                40229,
                "expected an object as specification for $replaceRoot stage, got "
                        + BsonKind.of(value).label());
        for (String name : document.keySet()) {
            if (!name.equals("newRoot")) {
                throw new CommandError(
                        40230,
                        "unrecognized option to $replaceRoot stage: " + name + ", only valid option is 'newRoot'.");
            }
        }
        if (!document.containsKey("newRoot")) {
            throw new CommandError(40231, "no newRoot specified for the $replaceRoot stage");
        }
        Expressions.check(document.get("newRoot"), variables);
    }

    static void redact(@Nullable Object value, Set<String> variables) {
        if (!(value instanceof Document)) {
            throw Unsupported.error("$redact without an expression object");
        }
        Expressions.check(value, Expressions.with(variables, "KEEP", "PRUNE"));
    }

    private static void refusePath(String stage, String path) {
        Sorts.checkPath(path);
        if (path.indexOf('.') >= 0) {
            throw Unsupported.error("a dotted path in " + stage + ", '" + path + "'");
        }
    }

    /** Whether a nested document says which fields to keep, rather than what they are. */
    private static boolean hasFlag(Document document) {
        return document.values().stream()
                .anyMatch(value -> value instanceof Number
                        || value instanceof Boolean
                        || value instanceof Document nested && !Expressions.isOperator(nested) && hasFlag(nested));
    }

    private static boolean reads(@Nullable Object expression, Set<String> fields) {
        if (fields.isEmpty()) {
            return false;
        }
        if (expression instanceof String text) {
            if (text.startsWith("$$ROOT")) {
                return true;
            }
            String root = text.startsWith("$") ? text.substring(1).split("\\.", 2)[0] : "";
            return fields.contains(root);
        }
        if (expression instanceof Document document) {
            return document.values().stream().anyMatch(value -> reads(value, fields));
        }
        return expression instanceof Collection<?> list && list.stream().anyMatch(value -> reads(value, fields));
    }
}
