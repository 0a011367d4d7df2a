package io.polymongo.embedded.internal.schema;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** The keywords of documents but for those of properties that are not named. */
final class ObjectRules {

    private ObjectRules() {}

    static List<Rule> of(Document schema) {
        List<Rule> rules = new ArrayList<>();
        TreeSet<String> required = schema.containsKey("required") ? required(schema) : new TreeSet<>();
        if (schema.containsKey("properties")) {
            rules.add(properties(schema));
        }
        if (schema.containsKey("patternProperties") || schema.containsKey("additionalProperties")) {
            rules.add(ofObjects(UnnamedProperties.of(schema)));
        }
        if (!required.isEmpty()) {
            rules.add(ofObjects(document -> {
                List<String> missing = missing(document, required);
                return missing.isEmpty()
                        ? List.of()
                        : List.of(Keywords.failure("required", schema.get("required"))
                                .append("missingProperties", missing));
            }));
        }
        if (schema.containsKey("minProperties")) {
            long least = Keywords.length(schema, "minProperties");
            rules.add(count(schema, "minProperties", size -> size >= least));
        }
        if (schema.containsKey("maxProperties")) {
            long most = Keywords.length(schema, "maxProperties");
            rules.add(count(schema, "maxProperties", size -> size <= most));
        }
        if (schema.containsKey("dependencies")) {
            rules.add(ofObjects(Dependencies.of(Keywords.document(schema, "dependencies"))));
        }
        return rules;
    }

    private static Rule ofObjects(Function<Document, List<Document>> rule) {
        return value -> value instanceof Document document ? rule.apply(document) : List.of();
    }

    static List<String> missing(Document document, Collection<String> names) {
        return names.stream().filter(name -> !document.containsKey(name)).toList();
    }

    private static Rule count(Document schema, String keyword, LongPredicate fits) {
        return ofObjects(document -> fits.test(document.size())
                ? List.of()
                : List.of(Keywords.failure(keyword, schema.get(keyword))
                        .append("reason", "specified number of properties was not satisfied")
                        .append("numberOfProperties", document.size())));
    }

    private static TreeSet<String> required(Document schema) {
        Object operand = schema.get("required");
        if (!(operand instanceof Collection<?> names)) {
            throw Refusal.typeOf("required", "an array, but found an element of type " + BsonTypes.of(operand));
        }
        TreeSet<String> required = new TreeSet<>();
        for (Object each : names) {
            if (!(each instanceof String name)) {
                throw Refusal.typeOf(
                        "required", "an array of strings, but found an element of type: " + BsonTypes.of(each));
            }
            if (!required.add(name)) {
                throw Refusal.parse("$jsonSchema keyword 'required' array cannot contain duplicate values");
            }
        }
        if (required.isEmpty()) {
            throw Refusal.parse("$jsonSchema keyword 'required' cannot be an empty array");
        }
        return required;
    }

    private static Rule properties(Document schema) {
        Map<String, JsonSchema> properties = new LinkedHashMap<>();
        Keywords.document(schema, "properties").forEach((name, each) -> properties.put(name, property(name, each)));
        return ofObjects(document -> {
            List<Document> failed = new ArrayList<>();
            properties.forEach((name, property) -> {
                List<Document> failures =
                        document.containsKey(name) ? property.failures(document.get(name)) : List.of();
                if (!failures.isEmpty()) {
                    failed.add(property.annotate(new Document("propertyName", name))
                            .append("details", failures));
                }
            });
            return failed.isEmpty()
                    ? List.of()
                    : List.of(new Document("operatorName", "properties").append("propertiesNotSatisfied", failed));
        });
    }

    private static JsonSchema property(String name, @Nullable Object schema) {
        if (schema instanceof Document document) {
            return JsonSchema.of(document);
        }
        throw Refusal.type("Nested schema for $jsonSchema property '" + name + "' must be an object");
    }
}
