package io.polymongo.embedded.internal.schema;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** {@code allOf}, {@code anyOf}, {@code oneOf}, {@code not} and {@code enum}. */
final class LogicalRules {

    private LogicalRules() {}

    static List<Rule> of(Document schema) {
        List<Rule> rules = new ArrayList<>();
        if (schema.containsKey("allOf")) {
            List<JsonSchema> all = schemas(schema, "allOf");
            rules.add(value ->
                    all.stream().allMatch(each -> each.matches(value)) ? List.of() : notSatisfied("allOf", all, value));
        }
        if (schema.containsKey("anyOf")) {
            List<JsonSchema> any = schemas(schema, "anyOf");
            rules.add(value ->
                    any.stream().anyMatch(each -> each.matches(value)) ? List.of() : notSatisfied("anyOf", any, value));
        }
        if (schema.containsKey("oneOf")) {
            rules.add(oneOf(schemas(schema, "oneOf")));
        }
        if (schema.containsKey("not")) {
            rules.add(not(schema));
        }
        if (schema.containsKey("enum")) {
            rules.add(enumeration(schema));
        }
        return rules;
    }

    private static List<JsonSchema> schemas(Document schema, String keyword) {
        if (!(schema.get(keyword) instanceof Collection<?> elements)) {
            throw Refusal.typeOf(keyword, "an array");
        }
        if (elements.isEmpty()) {
            throw new CommandError(
                    ErrorCode.BAD_VALUE, "$jsonSchema keyword '" + keyword + "' must be a non-empty array");
        }
        List<JsonSchema> schemas = new ArrayList<>();
        for (Object element : elements) {
            if (!(element instanceof Document inner)) {
                throw Refusal.typeOf(
                        keyword, "an array of objects, but found an element of type " + BsonTypes.of(element));
            }
            schemas.add(JsonSchema.of(inner));
        }
        return schemas;
    }

    private static List<Document> notSatisfied(String keyword, List<JsonSchema> schemas, @Nullable Object value) {
        List<Document> clauses = new ArrayList<>();
        for (int i = 0; i < schemas.size(); i++) {
            List<Document> failures = schemas.get(i).failures(value);
            if (!failures.isEmpty()) {
                clauses.add(
                        schemas.get(i).annotate(new Document("index", (long) i)).append("details", failures));
            }
        }
        return List.of(new Document("operatorName", keyword).append("schemasNotSatisfied", clauses));
    }

    private static Rule oneOf(List<JsonSchema> schemas) {
        return value -> {
            List<Integer> matching = IntStream.range(0, schemas.size())
                    .filter(i -> schemas.get(i).matches(value))
                    .boxed()
                    .toList();
            if (matching.size() == 1) {
                return List.of();
            }
            return matching.isEmpty()
                    ? notSatisfied("oneOf", schemas, value)
                    : List.of(new Document("operatorName", "oneOf")
                            .append("reason", "more than one subschema matched")
                            .append("matchingSchemaIndexes", matching));
        };
    }

    private static Rule not(Document schema) {
        if (!(schema.get("not") instanceof Document inner)) {
            throw Refusal.typeOf("not", "an object, but found an element of type " + BsonTypes.of(schema.get("not")));
        }
        JsonSchema negated = JsonSchema.of(inner);
        return value -> negated.matches(value)
                ? List.of(new Document("operatorName", "not").append("reason", "child expression matched"))
                : List.of();
    }

    private static Rule enumeration(Document schema) {
        if (!(schema.get("enum") instanceof Collection<?> values)) {
            throw Refusal.typeOf("enum", "an array, but found an element of type " + BsonTypes.of(schema.get("enum")));
        }
        if (values.isEmpty()) {
            throw Refusal.parse("$jsonSchema keyword 'enum' cannot be an empty array");
        }
        int at = 0;
        for (Object value : values) {
            if (values.stream().limit(at++).anyMatch(earlier -> Sameness.same(earlier, value))) {
                throw Refusal.parse("$jsonSchema keyword 'enum' array cannot contain duplicate values.");
            }
        }
        return value -> values.stream().anyMatch(allowed -> Sameness.same(allowed, value))
                ? List.of()
                : List.of(Keywords.failure("enum", values)
                        .append("reason", "value was not found in enum")
                        .append("consideredValue", value));
    }
}
