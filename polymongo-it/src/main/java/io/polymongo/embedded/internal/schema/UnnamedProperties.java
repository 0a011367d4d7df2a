package io.polymongo.embedded.internal.schema;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** {@code patternProperties} and {@code additionalProperties}. */
final class UnnamedProperties {

    private final Set<String> named;
    private final Map<Pattern, JsonSchema> patterns = new LinkedHashMap<>();

    private UnnamedProperties(Document schema) {
        this.named =
                schema.get("properties") instanceof Document properties ? Set.copyOf(properties.keySet()) : Set.of();
        if (schema.containsKey("patternProperties")) {
            Keywords.document(schema, "patternProperties").forEach((pattern, inner) -> {
                if (!(inner instanceof Document document)) {
                    throw Refusal.type("$jsonSchema keyword 'patternProperties' has property '" + pattern
                            + "' which is not an object");
                }
                patterns.put(ScalarRules.compile(pattern), JsonSchema.of(document));
            });
        }
    }

    static Function<Document, List<Document>> of(Document schema) {
        UnnamedProperties properties = new UnnamedProperties(schema);
        Function<Document, List<Document>> additional = properties.additional(schema);
        return document -> {
            List<Document> failures = new ArrayList<>(additional.apply(document));
            failures.addAll(properties.patternFailures(document));
            return failures;
        };
    }

    private Function<Document, List<Document>> additional(Document schema) {
        if (!schema.containsKey("additionalProperties")) {
            return document -> List.of();
        }
        Object operand = schema.get("additionalProperties");
        if (operand instanceof Document inner) {
            JsonSchema each = JsonSchema.of(inner);
            return document -> schemaFailures(document, each);
        }
        if (!(operand instanceof Boolean allowed)) {
            throw Refusal.typeOf("additionalProperties", "an object or a boolean");
        }
        return document -> {
            List<String> names = additionalNames(document);
            return allowed || names.isEmpty()
                    ? List.of()
                    : List.of(Keywords.failure("additionalProperties", false).append("additionalProperties", names));
        };
    }

    private List<String> additionalNames(Document document) {
        return document.keySet().stream()
                .filter(name -> !named.contains(name)
                        && patterns.keySet().stream()
                                .noneMatch(pattern -> pattern.matcher(name).find()))
                .toList();
    }

    private List<Document> schemaFailures(Document document, JsonSchema schema) {
        for (String name : additionalNames(document)) {
            List<Document> failures = schema.failures(document.get(name));
            if (!failures.isEmpty()) {
                return List.of(schema.annotate(new Document("operatorName", "additionalProperties"))
                        .append("reason", "at least one additional property did not match the subschema")
                        .append("failingProperty", name)
                        .append("details", failures));
            }
        }
        return List.of();
    }

    /** For each pattern, the first property that does not obey. */
    private List<Document> patternFailures(Document document) {
        List<Document> details = new ArrayList<>();
        patterns.forEach((pattern, schema) -> {
            for (String name : document.keySet()) {
                List<Document> failures =
                        pattern.matcher(name).find() ? schema.failures(document.get(name)) : List.of();
                if (!failures.isEmpty()) {
                    details.add(schema.annotate(new Document("propertyName", name))
                            .append("regexMatched", pattern.pattern())
                            .append("details", failures));
                    return;
                }
            }
        });
        return details.isEmpty()
                ? List.of()
                : List.of(new Document("operatorName", "patternProperties").append("details", details));
    }
}
