package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stages that reach other collections or hold other pipelines. */
final class JoiningStages {

    private static final Set<String> NOT_IN_FACET =
            Set.of("$out", "$merge", "$facet", "$changeStream", "$currentOp", "$listLocalSessions");
    private static final Set<String> NOT_IN_LOOKUP =
            Set.of("$out", "$merge", "$changeStream", "$currentOp", "$listLocalSessions");
    private static final Shape INTO =
            Shape.of().optional("db", FieldType.STRING).required("coll", FieldType.STRING);

    private static final Shape OUT = Shape.of()
            .required("db", FieldType.STRING)
            .required("coll", FieldType.STRING)
            .unsupported(FieldType.OBJECT, "timeseries");
    private static final Shape UNION =
            Shape.of().required("coll", FieldType.STRING).optional("pipeline", FieldType.ARRAY);

    private JoiningStages() {}

    static void facet(@Nullable Object value, Set<String> variables) {
        if (!(value instanceof Document facets) || facets.isEmpty()) {
            throw new CommandError(40169, "the $facet specification must be a non-empty object");
        }
        for (Map.Entry<String, Object> entry : facets.entrySet()) {
            if (!(entry.getValue() instanceof Collection)) {
                throw new CommandError(
                        40170,
                        "arguments to $facet must be arrays, " + entry.getKey() + " is type "
                                + BsonKind.of(entry.getValue()).label());
            }
            Sorts.checkPath(entry.getKey());
            Pipelines.checkInner(
                    entry.getValue(),
                    variables,
                    NOT_IN_FACET,
                    stage -> new CommandError(40600, stage + " is not allowed to be used within a $facet stage"));
        }
    }

    static void lookup(@Nullable Object value, Set<String> variables) {
        Document lookup = Stages.document(
                value,
                ErrorCode.FAILED_TO_PARSE.code(),
                "the $lookup stage specification must be an object, but found "
                        + BsonKind.of(value).label());
        boolean pipeline = lookup.containsKey("pipeline");
        for (Map.Entry<String, Object> entry : lookup.entrySet()) {
            checkLookupOption(entry.getKey(), entry.getValue(), pipeline);
        }
        for (String required : pipeline ? Set.of("as") : Set.of("as", "localField", "foreignField")) {
            if (!lookup.containsKey(required)) {
                throw parse("$lookup requires '" + required + "' to be specified");
            }
        }
        if (!lookup.containsKey("from")) {
            throw Unsupported.error("$lookup without 'from'");
        }
        if (pipeline) {
            lookupPipeline(lookup, variables);
        } else if (lookup.containsKey("let")) {
            throw parse("$lookup with a 'let' must also specify a 'pipeline'");
        }
    }

    static void out(@Nullable Object value, Set<String> variables) {
        if (value instanceof Document out) {
            OUT.check("$out", out, Set.of(), false);
            Namespaces.checkDatabase(String.valueOf(out.get("db")));
            Namespaces.checkCollection(String.valueOf(out.get("db")), String.valueOf(out.get("coll")));
            return;
        }
        if (!(value instanceof String collection)) {
            throw new CommandError(
                    16990,
                    "$out only supports a string or object argument, but found "
                            + BsonKind.of(value).label());
        }
        Namespaces.checkCollection("", collection);
    }

    static void merge(@Nullable Object value, Set<String> variables) {
        if (value instanceof String collection) {
            Namespaces.checkCollection("", collection);
            return;
        }
        Document merge = Stages.document(
                value,
                51182,
                "$merge only supports a string or object argument, not "
                        + BsonKind.of(value).label());
        MERGE.check("$merge", merge, Set.of(), false);
        if (merge.get("whenMatched") instanceof Collection<?> pipeline) {
            Updates.checkPipeline(pipeline, mergeVariables(merge.get("let")));
        } else if (merge.get("let") != null) {
            throw new CommandError(
                    51199,
                    "Cannot use 'let' variables with 'whenMatched: "
                            + (merge.get("whenMatched") == null ? "merge" : merge.get("whenMatched")) + "' mode");
        }
    }

    private static final Shape MERGE = Shape.of()
            .required("into", FieldType.ANY, (value, path) -> mergeInto(value))
            .optional("on", FieldType.STRING_OR_ARRAY)
            .optional("let", FieldType.OBJECT)
            .optional("whenMatched", FieldType.STRING_OR_ARRAY, (value, path) -> whenMatched(value))
            .optional("whenNotMatched", FieldType.STRING, (value, path) -> {
                if (!Set.of("insert", "discard", "fail").contains(value)) {
                    throw enumeration(value, "$merge.whenNotMatched");
                }
            });

    private static void mergeInto(Object value) {
        if (value instanceof Document into) {
            INTO.check("into", into, Set.of(), false);
            Namespaces.checkCollection("", String.valueOf(into.get("coll")));
            if (into.get("db") != null) {
                Namespaces.checkDatabase(String.valueOf(into.get("db")));
            }
        } else if (value instanceof String collection) {
            Namespaces.checkCollection("", collection);
        } else {
            throw new CommandError(
                    51178,
                    "$merge 'into' field  must be either a string or an object, but found "
                            + BsonKind.of(value).label());
        }
    }

    private static Set<String> mergeVariables(@Nullable Object value) {
        if (!(value instanceof Document let)) {
            return Set.of("new");
        }
        if (!"$$ROOT".equals(let.get("new"))) {
            throw Unsupported.error("'let' of $merge without {new: '$$ROOT'}");
        }
        let.values().forEach(Expressions::check);
        return Set.copyOf(let.keySet());
    }

    static void unionWith(@Nullable Object value, Set<String> variables) {
        if (value instanceof String collection) {
            Namespaces.checkCollection("", collection);
            return;
        }
        Document union = Stages.document(
                value,
                ErrorCode.FAILED_TO_PARSE.code(),
                "the $unionWith stage specification must be an object or string, but found "
                        + BsonKind.of(value).label());
        UNION.check("$unionWith", union, Set.of(), false);
        Namespaces.checkCollection("", String.valueOf(union.get("coll")));
        if (union.containsKey("pipeline")) {
            Pipelines.checkInner(
                    union.get("pipeline"),
                    variables,
                    NOT_IN_LOOKUP,
                    stage -> new CommandError(31441, stage + " is not allowed within a $unionWith's sub-pipeline"));
        }
    }

    private static void whenMatched(Object value) {
        if (!(value instanceof Collection)
                && !Set.of("replace", "keepExisting", "merge", "fail").contains(value)) {
            throw enumeration(value, "$merge.whenMatched");
        }
    }

    private static void lookupPipeline(Document lookup, Set<String> variables) {
        Set<String> inner = Set.of();
        if (lookup.get("let") instanceof Document let) {
            let.values().forEach(expression -> Expressions.check(expression, variables));
            inner = Set.copyOf(let.keySet());
        }
        Pipelines.checkInner(
                lookup.get("pipeline"),
                inner,
                NOT_IN_LOOKUP,
                stage -> new CommandError(51047, stage + " is not allowed within a $lookup's sub-pipeline"));
    }

    private static void checkLookupOption(String name, @Nullable Object value, boolean pipeline) {
        switch (name) {
            case "from" -> {
                if (value instanceof Document) {
                    throw Unsupported.error("$lookup from another database");
                }
                Namespaces.checkCollection("", string(name, value));
            }
            case "as", "localField", "foreignField" -> {
                String path = string(name, value);
                Sorts.checkPath(path);
                if (path.indexOf('.') >= 0 && !name.equals("foreignField")) {
                    throw Unsupported.error("a dotted path in '" + name + "' of $lookup");
                }
                if (pipeline && !name.equals("as")) {
                    throw Unsupported.error("$lookup with both a 'pipeline' and '" + name + "'");
                }
            }
            case "let" -> {
                if (!(value instanceof Document)) {
                    throw parse("$lookup argument 'let: " + value + "' must be an object, is type "
                            + BsonKind.of(value).label());
                }
            }
            case "pipeline" -> {}
            default -> throw parse("unknown argument to $lookup: " + name);
        }
    }

    private static String string(String name, @Nullable Object value) {
        if (!(value instanceof String text)) {
            throw parse("$lookup argument '" + name + "' must be a string, is type "
                    + BsonKind.of(value).label());
        }
        return text;
    }

    private static CommandError enumeration(Object value, String path) {
        return new CommandError(
                ErrorCode.BAD_VALUE,
                "Enumeration value '" + value + "' for field '" + path + "' is not a valid value.");
    }

    private static CommandError parse(String message) {
        return new CommandError(ErrorCode.FAILED_TO_PARSE, message);
    }
}
