package io.polymongo.embedded.internal.schema;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** The keywords of arrays. */
final class ArrayRules {

    private ArrayRules() {}

    static List<Rule> of(Document schema) {
        List<Rule> rules = new ArrayList<>();
        if (schema.containsKey("minItems")) {
            long least = Keywords.length(schema, "minItems");
            rules.add(length(schema, "minItems", size -> size >= least));
        }
        if (schema.containsKey("maxItems")) {
            long most = Keywords.length(schema, "maxItems");
            rules.add(length(schema, "maxItems", size -> size <= most));
        }
        if (schema.containsKey("uniqueItems") && Keywords.flag(schema, "uniqueItems")) {
            rules.add(ofArrays(ArrayRules::duplicates));
        }
        int described = 0;
        if (schema.containsKey("items")) {
            Object items = schema.get("items");
            if (items instanceof Document each) {
                JsonSchema inner = JsonSchema.of(each);
                rules.add(ofArrays(items("items", "At least one item did not match the sub-schema", inner, 0)));
                described = Integer.MAX_VALUE;
            } else if (items instanceof Collection<?> several) {
                rules.add(ofArrays(itemByItem(several)));
                described = several.size();
            } else {
                throw Refusal.typeOf("items", "an array or an object, not " + BsonTypes.of(items));
            }
        }
        if (schema.containsKey("additionalItems")) {
            Rule additional = additional(schema.get("additionalItems"), described);
            if (schema.get("items") instanceof Collection) {
                rules.add(additional);
            }
        }
        return rules;
    }

    private static Rule ofArrays(Function<List<@Nullable Object>, List<Document>> rule) {
        return value -> value instanceof Collection<?> values ? rule.apply(Keywords.list(values)) : List.of();
    }

    private static Rule length(Document schema, String keyword, LongPredicate fits) {
        return ofArrays(values -> fits.test(values.size())
                ? List.of()
                : List.of(Keywords.failure(keyword, schema.get(keyword))
                        .append("reason", "array did not match specified length")
                        .append("consideredValue", values)
                        .append("numberOfItems", values.size())));
    }

    private static List<Document> duplicates(List<@Nullable Object> values) {
        for (int i = 1; i < values.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (Sameness.same(values.get(i), values.get(j))) {
                    return List.of(Keywords.failure("uniqueItems", true)
                            .append("reason", "found a duplicate item")
                            .append("consideredValue", values)
                            .append("duplicatedValue", values.get(i)));
                }
            }
        }
        return List.of();
    }

    private static Function<List<@Nullable Object>, List<Document>> items(
            String keyword, String reason, JsonSchema schema, int from) {
        return values -> {
            for (int i = from; i < values.size(); i++) {
                List<Document> failures = schema.failures(values.get(i));
                if (!failures.isEmpty()) {
                    return List.of(schema.annotate(new Document("operatorName", keyword))
                            .append("reason", reason)
                            .append("itemIndex", (long) i)
                            .append("details", failures));
                }
            }
            return List.of();
        };
    }

    private static Function<List<@Nullable Object>, List<Document>> itemByItem(Collection<?> operand) {
        List<JsonSchema> schemas = new ArrayList<>();
        for (Object each : operand) {
            if (!(each instanceof Document schema)) {
                throw Refusal.type("$jsonSchema keyword 'items' requires that each element of the array is an object,"
                        + " but found a " + BsonTypes.of(each));
            }
            schemas.add(JsonSchema.of(schema));
        }
        return values -> {
            List<Document> details = new ArrayList<>();
            for (int i = 0; i < Math.min(values.size(), schemas.size()); i++) {
                List<Document> failures = schemas.get(i).failures(values.get(i));
                if (!failures.isEmpty()) {
                    details.add(new Document("itemIndex", (long) i).append("details", failures));
                }
            }
            return details.isEmpty()
                    ? List.of()
                    : List.of(new Document("operatorName", "items").append("details", details));
        };
    }

    private static Rule additional(@Nullable Object operand, int described) {
        if (operand instanceof Document schema) {
            return ofArrays(items(
                    "additionalItems",
                    "At least one additional item did not match the sub-schema",
                    JsonSchema.of(schema),
                    described));
        }
        if (!(operand instanceof Boolean allowed)) {
            throw Refusal.typeOf(
                    "additionalItems", "either an object or a boolean, but got a " + BsonTypes.of(operand));
        }
        return ofArrays(values -> allowed || values.size() <= described
                ? List.of()
                : List.of(Keywords.failure("additionalItems", false)
                        .append("reason", "found additional items")
                        .append("additionalItems", new ArrayList<>(values.subList(described, values.size())))));
    }
}
