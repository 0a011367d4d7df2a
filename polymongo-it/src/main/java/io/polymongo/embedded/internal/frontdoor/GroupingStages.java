package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stages that put documents into groups. */
final class GroupingStages {

    private GroupingStages() {}

    static void group(@Nullable Object value, Set<String> variables) {
        Document group = Stages.document(value, 15947, "a group's fields must be specified in an object");
        for (Map.Entry<String, Object> entry : group.entrySet()) {
            if (entry.getKey().equals("_id")) {
                Expressions.check(entry.getValue(), variables);
            } else {
                Accumulators.check(entry.getKey(), entry.getValue(), variables);
            }
        }
        if (!group.containsKey("_id")) {
            throw new CommandError(15955, "a group specification must include an _id");
        }
    }

    static void sortByCount(@Nullable Object value, Set<String> variables) {
        if (value instanceof Document document) {
            if (!Expressions.isOperator(document)) {
                throw new CommandError(
                        40147,
                        "the sortByCount field must be defined as a $-prefixed path or an expression inside an"
                                + " object");
            }
        } else if (!(value instanceof String text)) {
            throw new CommandError(40149, "the sortByCount field must be specified as a string or as an object");
        } else if (!text.startsWith("$")) {
            throw new CommandError(
                    40148, "the sortByCount field must be defined as a $-prefixed path or an expression");
        }
        Expressions.check(value, variables);
    }

    static void bucket(@Nullable Object value, Set<String> variables) {
        Document bucket = Stages.document(
                value,
                40201,
                "Argument to $bucket stage must be an object, but found type: "
                        + BsonKind.of(value).label() + ".");
        for (Map.Entry<String, Object> entry : bucket.entrySet()) {
            switch (entry.getKey()) {
                case "groupBy" -> Expressions.check(entry.getValue(), variables);
                case "boundaries" -> boundaries(entry.getValue());
                case "default" -> constant("default", entry.getValue());
                case "output" -> output(entry.getValue(), variables);
                default -> throw new CommandError(40197, "Unrecognized option to $bucket: " + entry.getKey() + ".");
            }
        }
        if (!bucket.containsKey("groupBy") || !bucket.containsKey("boundaries")) {
            throw new CommandError(40198, "$bucket requires 'groupBy' and 'boundaries' to be specified.");
        }
    }

    private static void boundaries(@Nullable Object value) {
        if (!(value instanceof Collection<?> list)) {
            throw new CommandError(
                    40200,
                    "The $bucket 'boundaries' field must be an array, but found type: "
                            + BsonKind.of(value).label() + ".");
        }
        list.forEach(boundary -> constant("boundaries", boundary));
    }

    private static void constant(String option, @Nullable Object value) {
        if (!Expressions.isConstant(value)) {
            throw Unsupported.error("an expression in '" + option + "' of $bucket");
        }
    }

    private static void output(@Nullable Object value, Set<String> variables) {
        Document output = Stages.document(
                value,
                40196,
                "The $bucket 'output' field must be an object, but found type: "
                        + BsonKind.of(value).label() + ".");
        output.forEach((field, accumulator) -> Accumulators.check(field, accumulator, variables));
    }
}
