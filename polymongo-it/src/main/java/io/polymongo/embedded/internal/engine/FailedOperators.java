package io.polymongo.embedded.internal.engine;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.schema.BsonTypes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What MongoDB says of a single operator that has failed, or succeeded where it should not; nothing where unsure. */
final class FailedOperators {

    private static final int MOST_VALUES = 10;

    /** What is said of a failure and, behind it, of a success. */
    private static final Map<String, List<String>> REASONS = Map.ofEntries(
            Map.entry("$eq", List.of("comparison failed", "comparison succeeded")),
            Map.entry("$ne", List.of("comparison succeeded", "comparison failed")),
            Map.entry("$lt", List.of("comparison failed", "comparison succeeded")),
            Map.entry("$lte", List.of("comparison failed", "comparison succeeded")),
            Map.entry("$gt", List.of("comparison failed", "comparison succeeded")),
            Map.entry("$gte", List.of("comparison failed", "comparison succeeded")),
            Map.entry("$in", List.of("no matching value found in array", "matching value found in array")),
            Map.entry("$nin", List.of("matching value found in array", "no matching value found in array")),
            Map.entry("$type", List.of("type did not match", "type did match")),
            Map.entry("$exists", List.of("path does not exist", "path does exist")));

    private final Document document;

    FailedOperators(Document document) {
        this.document = document;
    }

    /**
     * The details of an operator.
     *
     * @param specified the operator on its field, as the validator has it
     * @param succeeded whether the trouble is that it has succeeded
     */
    Optional<Document> details(String operator, String field, Document specified, boolean succeeded) {
        List<String> reasons = REASONS.get(operator);
        if (reasons == null) {
            return Optional.empty();
        }
        Document details = new Document("operatorName", operator).append("specifiedAs", specified);
        List<@Nullable Object> values = new ArrayList<>();
        boolean throughArray = collect(document, List.of(field.split("\\.")), values);
        if (operator.equals("$exists")) {
            boolean exists = !values.isEmpty() || throughArray;
            return Optional.of(details.append("reason", reasons.get(exists ? 1 : 0)));
        }
        if (values.isEmpty() && !throughArray) {
            return succeeded ? Optional.empty() : Optional.of(details.append("reason", "field was missing"));
        }
        if (values.size() > MOST_VALUES) {
            return Optional.empty();
        }
        details.append("reason", reasons.get(succeeded ? 1 : 0));
        details.append(
                values.size() == 1 ? "consideredValue" : "consideredValues",
                values.size() == 1 ? values.get(0) : values);
        return operator.equals("$type") ? withTypes(details, values) : Optional.of(details);
    }

    private static Optional<Document> withTypes(Document details, List<@Nullable Object> values) {
        Set<String> types = new TreeSet<>();
        values.forEach(value -> types.add(BsonTypes.of(value)));
        if (types.size() > 1) {
            return Optional.empty();
        }
        types.forEach(type -> details.append("consideredType", type));
        return Optional.of(details);
    }

    /** Collects the values at a path, of arrays their elements; whether an array was met. */
    private static boolean collect(@Nullable Object from, List<String> path, List<@Nullable Object> values) {
        if (path.isEmpty()) {
            if (from instanceof Collection<?> elements) {
                values.addAll(elements);
                return true;
            }
            values.add(from);
            return false;
        }
        if (from instanceof Document inner) {
            return inner.containsKey(path.get(0))
                    && collect(inner.get(path.get(0)), path.subList(1, path.size()), values);
        }
        boolean array = false;
        if (from instanceof Collection<?> elements) {
            for (Object element : elements) {
                array |= element instanceof Document && collect(element, path, values);
            }
        }
        return array;
    }

    /** Whether a field is compared with a value, and not looked at by operators. */
    static boolean isValue(@Nullable Object operand) {
        return !(operand instanceof Document document
                        && !document.isEmpty()
                        && document.keySet().iterator().next().startsWith("$"))
                && !BsonRegularExpression.isRegularExpression(operand);
    }
}
