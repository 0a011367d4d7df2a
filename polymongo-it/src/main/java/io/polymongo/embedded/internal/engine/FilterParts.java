package io.polymongo.embedded.internal.engine;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.schema.JsonSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Takes the schemas out of a filter, which the engine does not know; the rest is the engine's. */
final class FilterParts {

    private FilterParts() {}

    /** What a document must pass, all of it. */
    static List<Predicate<Document>> of(Document filter) {
        List<Predicate<Document>> parts = new ArrayList<>();
        Document rest = new Document();
        for (Map.Entry<String, Object> entry : filter.entrySet()) {
            if (entry.getKey().equals("$jsonSchema")) {
                parts.add(JsonSchema.parse(entry.getValue())::matches);
            } else if (entry.getKey().equals("$expr")) {
                parts.add(expression(entry.getValue()));
            } else if (hasSchema(entry.getKey(), entry.getValue())) {
                parts.add(branches(entry.getKey(), (Collection<?>) entry.getValue()));
            } else {
                rest.append(entry.getKey(), entry.getValue());
            }
        }
        if (!rest.isEmpty()) {
            Document plain = (Document) Objects.requireNonNull(Sugar.in(rest));
            parts.add(document -> EngineErrors.run(() -> new DefaultQueryMatcher().matches(document, plain)));
        }
        return List.copyOf(parts);
    }

    private static Predicate<Document> expression(@Nullable Object given) {
        Object expression = Sugar.in(given);
        Dollars dollars = Dollars.during(expression);
        Document filter = new Document("$expr", dollars.inExpression(expression));
        return document -> EngineErrors.run(
                () -> new DefaultQueryMatcher().matches((Document) dollars.hideValue(document), filter));
    }

    /** What is left for those who ask which fields a filter sets or which element it has found. */
    static Document withoutSchemas(Document filter) {
        if (!hasSchema(filter)) {
            return filter;
        }
        Document rest = new Document();
        filter.forEach((name, operand) -> {
            if (name.equals("$and") && hasSchema(name, operand)) {
                List<Document> branches = ((Collection<?>) operand)
                        .stream()
                                .map(branch -> withoutSchemas((Document) branch))
                                .filter(branch -> !branch.isEmpty())
                                .toList();
                if (!branches.isEmpty()) {
                    rest.append(name, branches);
                }
            } else if (!name.equals("$jsonSchema") && !hasSchema(name, operand)) {
                rest.append(name, operand);
            }
        });
        return rest;
    }

    static boolean hasSchema(Document filter) {
        return filter.containsKey("$jsonSchema")
                || filter.entrySet().stream().anyMatch(entry -> hasSchema(entry.getKey(), entry.getValue()));
    }

    private static boolean hasSchema(String name, @Nullable Object operand) {
        return (name.equals("$and") || name.equals("$or") || name.equals("$nor"))
                && operand instanceof Collection<?> branches
                && branches.stream().allMatch(Document.class::isInstance)
                && branches.stream().anyMatch(branch -> hasSchema((Document) branch));
    }

    private static Predicate<Document> branches(String operator, Collection<?> operands) {
        List<Filter> branches = operands.stream()
                .map(branch -> new Filter((Document) branch, Variables.NONE))
                .toList();
        return switch (operator) {
            case "$and" -> document -> branches.stream().allMatch(branch -> branch.test(document));
            case "$or" -> document -> branches.stream().anyMatch(branch -> branch.test(document));
            default -> document -> branches.stream().noneMatch(branch -> branch.test(document));
        };
    }
}
