package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.schema.JsonSchema;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks a filter and refuses whatever the engine would misread. */
final class Filters {

    private static final Set<String> REFERENCE = Set.of("$ref", "$id");

    private Filters() {}

    static void check(@Nullable Object filter) {
        check(filter, Set.of());
    }

    /** @param variables names that expressions in the filter may use with {@code $$} */
    static void check(@Nullable Object filter, Set<String> variables) {
        if (!(filter instanceof Document document)) {
            return;
        }
        for (Map.Entry<String, Object> entry : document.entrySet()) {
            if (entry.getKey().startsWith("$")) {
                checkTop(entry.getKey(), entry.getValue(), variables);
            } else {
                checkField(entry.getKey(), entry.getValue());
            }
        }
    }

    /** The operand of {@code $elemMatch} or {@code $pull}: a filter of documents, or operators on the element. */
    static void checkElement(String field, Document document) {
        if (isOperators(document) && !QueryOperators.AT_TOP.contains(firstKey(document))) {
            checkOperators(field, document);
        } else {
            check(document);
        }
    }

    static boolean isOperators(@Nullable Object value) {
        return value instanceof Document document
                && !document.isEmpty()
                && firstKey(document).startsWith("$")
                && !REFERENCE.contains(firstKey(document));
    }

    static void checkOperators(String field, Document operators) {
        boolean hasPattern = operators.containsKey("$regex");
        for (Map.Entry<String, Object> entry : operators.entrySet()) {
            String name = entry.getKey();
            QueryOperators.Operand operand = QueryOperators.ON_FIELDS.get(name);
            if (QueryOperators.REFUSED_ON_FIELDS.contains(name)) {
                throw Unsupported.error("query operator " + name);
            }
            if (operand == null) {
                throw new CommandError(ErrorCode.BAD_VALUE, "unknown operator: " + name);
            }
            if (hasPattern && !name.equals("$regex") && !name.equals("$options")) {
                throw Unsupported.error("$regex together with " + name + " on one field");
            }
            operand.check(field, entry.getValue());
        }
        checkPattern(operators);
    }

    private static void checkTop(String name, @Nullable Object operand, Set<String> variables) {
        if (QueryOperators.REFUSED_AT_TOP.contains(name)) {
            throw Unsupported.error("query operator " + name);
        }
        switch (name) {
            case "$comment" -> {}
            case "$jsonSchema" -> JsonSchema.parse(operand);
            case "$expr" -> Expressions.check(operand, variables);
            case "$and", "$or", "$nor" -> checkBranches(name, operand, variables);
            default ->
                throw new CommandError(
                        ErrorCode.BAD_VALUE,
                        "unknown top level operator: " + name + ". If you have a field name that starts with a '$'"
                                + " symbol, consider using $getField or $setField.");
        }
    }

    private static void checkBranches(String name, @Nullable Object operand, Set<String> variables) {
        if (!(operand instanceof Collection<?> branches)) {
            throw new CommandError(ErrorCode.BAD_VALUE, name + " must be an array");
        }
        if (branches.isEmpty()) {
            throw new CommandError(ErrorCode.BAD_VALUE, "$and/$or/$nor must be a nonempty array");
        }
        for (Object branch : branches) {
            if (!(branch instanceof Document)) {
                throw new CommandError(ErrorCode.BAD_VALUE, "$or/$and/$nor entries need to be full objects");
            }
            check(branch, variables);
        }
    }

    private static void checkField(String field, @Nullable Object value) {
        if (value instanceof Document operators && isOperators(operators)) {
            checkOperators(field, operators);
        } else if (value instanceof BsonRegularExpression pattern) {
            checkOptions(pattern.getOptions());
        } else if (value instanceof Document document) {
            boolean reference = !document.isEmpty() && REFERENCE.contains(firstKey(document));
            boolean dollars = document.keySet().stream().anyMatch(key -> key.startsWith("$"));
            if (dollars && !(reference && document.keySet().equals(REFERENCE))) {
                throw Unsupported.error("equality with a document that has $-prefixed fields, on '" + field + "'");
            }
        }
    }

    private static void checkPattern(Document operators) {
        if (operators.containsKey("$options") && !operators.containsKey("$regex")) {
            throw new CommandError(ErrorCode.BAD_VALUE, "$options needs a $regex");
        }
        if (!operators.containsKey("$regex")) {
            return;
        }
        Object pattern = operators.get("$regex");
        Object options = operators.get("$options");
        if (pattern instanceof BsonRegularExpression) {
            throw Unsupported.error("a regular expression as the operand of $regex");
        }
        if (!(pattern instanceof String)) {
            throw new CommandError(ErrorCode.BAD_VALUE, "$regex has to be a string");
        }
        if (operators.containsKey("$options")) {
            if (!(options instanceof String text)) {
                throw new CommandError(ErrorCode.BAD_VALUE, "$options has to be a string");
            }
            checkOptions(text);
        }
    }

    private static void checkOptions(@Nullable String options) {
        if (options == null) {
            return;
        }
        for (char option : options.toCharArray()) {
            if ("imsxu".indexOf(option) < 0) {
                throw new CommandError(51108, "invalid flag in regex options: " + option);
            }
        }
    }

    private static String firstKey(Document document) {
        return document.keySet().iterator().next();
    }
}
