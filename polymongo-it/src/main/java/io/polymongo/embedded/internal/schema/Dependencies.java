package io.polymongo.embedded.internal.schema;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code dependencies}: what must hold where a property is there. */
final class Dependencies {

    private Dependencies() {}

    static Function<Document, List<Document>> of(Document dependencies) {
        List<Function<Document, List<Document>>> each = new ArrayList<>();
        dependencies.forEach((name, operand) -> each.add(dependency(name, operand)));
        return document -> {
            List<Document> failing = new ArrayList<>();
            each.forEach(dependency -> failing.addAll(dependency.apply(document)));
            return failing.isEmpty()
                    ? List.of()
                    : List.of(new Document("operatorName", "dependencies").append("failingDependencies", failing));
        };
    }

    private static Function<Document, List<Document>> dependency(String name, @Nullable Object operand) {
        if (operand instanceof Document inner) {
            JsonSchema schema = JsonSchema.of(inner);
            return document -> failure(
                    document, name, "details", document.containsKey(name) ? schema.failures(document) : List.of());
        }
        if (!(operand instanceof Collection<?> names)) {
            throw Refusal.type("property '" + name
                    + "' in $jsonSchema keyword 'dependencies' must be either an object or an array");
        }
        Set<String> needed = needed(name, names);
        return document -> failure(document, name, "missingProperties", ObjectRules.missing(document, needed));
    }

    private static List<Document> failure(Document document, String name, String field, List<?> failures) {
        return !document.containsKey(name) || failures.isEmpty()
                ? List.of()
                : List.of(new Document("conditionalProperty", name).append(field, failures));
    }

    private static Set<String> needed(String name, Collection<?> names) {
        if (names.isEmpty()) {
            throw Refusal.parse(
                    "property '" + name + "' in $jsonSchema keyword 'dependencies' cannot be an empty array");
        }
        Set<String> needed = new LinkedHashSet<>();
        for (Object each : names) {
            if (!(each instanceof String text)) {
                throw Refusal.type("array '" + name + "' in $jsonSchema keyword 'dependencies' can only contain"
                        + " strings, but found element of type: " + BsonTypes.of(each));
            }
            if (!needed.add(text)) {
                throw Refusal.parse("array '" + name
                        + "' in $jsonSchema keyword 'dependencies' contains duplicate element: " + text);
            }
        }
        return needed;
    }
}
