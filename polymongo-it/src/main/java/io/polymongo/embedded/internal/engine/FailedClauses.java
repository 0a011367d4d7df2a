package io.polymongo.embedded.internal.engine;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.schema.JsonSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code details} of a document that a collection's validator does not let pass: which of its clauses failed, or
 * succeeded where they should not. Nothing, if the validator has an operator of which it is not known what MongoDB says.
 */
public final class FailedClauses {

    private final Document document;
    private final FailedOperators operators;

    private FailedClauses(Document document) {
        this.document = document;
        this.operators = new FailedOperators(document);
    }

    /** What is wrong with a document that a filter does not let pass. */
    public static Optional<Document> of(Document filter, Document document) {
        return new FailedClauses(document).clause(filter, false);
    }

    /** A filter of one clause is that clause; of several, it is an {@code $and}. */
    private Optional<Document> clause(Document filter, boolean succeeded) {
        List<Document> parts = parts(filter);
        return parts.size() == 1 ? single(parts.get(0), succeeded) : several("$and", parts, succeeded, !succeeded);
    }

    private static List<Document> parts(Document filter) {
        List<Document> parts = new ArrayList<>();
        filter.forEach((name, operand) -> {
            if (name.startsWith("$")
                    || FailedOperators.isValue(operand)
                    || !(operand instanceof Document each)
                    || each.containsKey("$regex")) {
                parts.add(new Document(name, operand));
            } else {
                each.forEach((operator, value) -> parts.add(new Document(name, new Document(operator, value))));
            }
        });
        return parts;
    }

    private Optional<Document> single(Document part, boolean succeeded) {
        String name = part.keySet().iterator().next();
        Object operand = part.get(name);
        if (name.equals("$jsonSchema")) {
            return succeeded
                    ? Optional.empty()
                    : Optional.of(JsonSchema.parse(operand).details(document));
        }
        if (name.startsWith("$")) {
            return operand instanceof Collection<?> branches ? logical(name, branches, succeeded) : Optional.empty();
        }
        if (FailedOperators.isValue(operand)) {
            return operators.details("$eq", name, part, succeeded);
        }
        if (!(operand instanceof Document operator)) {
            return Optional.empty();
        }
        String operatorName = operator.keySet().iterator().next();
        return operatorName.equals("$not")
                ? not(name, operator.get("$not"), succeeded)
                : operators.details(operatorName, name, part, succeeded);
    }

    private Optional<Document> not(String field, @Nullable Object operand, boolean succeeded) {
        if (!(operand instanceof Document negated)) {
            return Optional.empty();
        }
        return clause(new Document(field, negated), !succeeded)
                .map(inner -> new Document("operatorName", "$not").append("details", inner));
    }

    private Optional<Document> logical(String name, Collection<?> operands, boolean succeeded) {
        List<Document> branches = operands.stream().map(Document.class::cast).toList();
        return switch (name) {
            case "$and" -> several(name, branches, succeeded, !succeeded);
            case "$or" -> several(name, branches, succeeded, succeeded);
            case "$nor" -> succeeded ? Optional.empty() : several(name, branches, true, true);
            default -> Optional.empty();
        };
    }

    /**
     * The clauses of a logical operator.
     *
     * @param succeeded whether the trouble is with clauses that have succeeded
     * @param some whether only some have
     */
    private Optional<Document> several(String name, List<Document> branches, boolean succeeded, boolean some) {
        List<Document> clauses = new ArrayList<>();
        for (int i = 0; i < branches.size(); i++) {
            if (some && new Filter(branches.get(i), Variables.NONE).test(document) != succeeded) {
                continue;
            }
            Optional<Document> details = clause(branches.get(i), succeeded);
            if (details.isEmpty()) {
                return details;
            }
            clauses.add(new Document("index", (long) i).append("details", details.get()));
        }
        return Optional.of(new Document("operatorName", name)
                .append(succeeded ? "clausesSatisfied" : "clausesNotSatisfied", clauses));
    }
}
