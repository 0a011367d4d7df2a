package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code $switch} must look like. */
final class SwitchExpression {

    private SwitchExpression() {}

    static void check(@Nullable Object arguments, Set<String> variables) {
        if (!(arguments instanceof Document options)) {
            throw new CommandError(
                    40060,
                    "$switch requires an object as an argument, found: "
                            + BsonKind.of(arguments).label());
        }
        for (Map.Entry<String, Object> option : options.entrySet()) {
            switch (option.getKey()) {
                case "branches" -> branches(option.getValue(), variables);
                case "default" -> Expressions.check(option.getValue(), variables);
                default -> throw new CommandError(40067, "$switch found an unknown argument: " + option.getKey());
            }
        }
        if (!(options.get("branches") instanceof Collection<?> branches) || branches.isEmpty()) {
            throw new CommandError(40068, "$switch requires at least one branch.");
        }
        if (!options.containsKey("default")) {
            throw Unsupported.error("$switch without a default");
        }
    }

    private static void branches(@Nullable Object value, Set<String> variables) {
        if (!(value instanceof Collection<?> branches)) {
            throw new CommandError(
                    40061,
                    "$switch expected an array for 'branches', found: "
                            + BsonKind.of(value).label());
        }
        for (Object each : branches) {
            if (!(each instanceof Document branch)) {
                throw new CommandError(
                        40062,
                        "$switch expected each branch to be an object, found: "
                                + BsonKind.of(each).label());
            }
            branch(branch, variables);
        }
    }

    private static void branch(Document branch, Set<String> variables) {
        for (Map.Entry<String, Object> part : branch.entrySet()) {
            if (!Set.of("case", "then").contains(part.getKey())) {
                throw new CommandError(40063, "$switch found an unknown argument to a branch: " + part.getKey());
            }
            Expressions.check(part.getValue(), variables);
        }
        if (!branch.containsKey("case")) {
            throw new CommandError(40064, "$switch requires each branch have a 'case' expression");
        }
        if (!branch.containsKey("then")) {
            throw new CommandError(40065, "$switch requires each branch have a 'then' expression.");
        }
    }
}
