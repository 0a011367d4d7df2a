package io.polymongo.embedded.internal.engine;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.aggregation.Expression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The variables of a command's {@code let}. Immutable. */
public final class Variables {

    /** None. */
    public static final Variables NONE = new Variables(Map.of());

    /** A path to what no document has. */
    private static final String NOWHERE = "$(nowhere)";

    private final Map<String, @Nullable Object> values;

    private Variables(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /** The variables that a command's {@code let} gives, or none. */
    public static Variables of(@Nullable Object let) {
        return of(let, new Document());
    }

    /** The same with expressions over a document. */
    public static Variables of(@Nullable Object let, Document root) {
        if (!(let instanceof Document given) || given.isEmpty()) {
            return NONE;
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        given.forEach((name, expression) -> {
            Object value = EngineErrors.run(() -> Expression.evaluateDocument(Sugar.in(expression), root));
            values.put(name, value instanceof Missing ? null : value);
        });
        return new Variables(values);
    }

    /** The variables as the engine's aggregation takes them. */
    Map<String, @Nullable Object> forAggregation(Dollars dollars) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        values.forEach((name, value) -> named.put("$" + name, dollars.hideValue(value)));
        return named;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** A filter whose {@code $expr} has the values in place of the variables. */
    Document bind(Document filter) {
        return values.isEmpty() ? filter : (Document) bind(filter, false);
    }

    private Object bind(Object value, boolean inExpression) {
        if (value instanceof Document document) {
            Document bound = new Document();
            document.forEach((key, part) ->
                    bound.put(key, part == null ? null : bind(part, inExpression || key.equals("$expr"))));
            return bound;
        }
        if (value instanceof Collection<?> parts) {
            return parts.stream()
                    .map(part -> part == null ? null : bind(part, inExpression))
                    .collect(Collectors.toList());
        }
        if (inExpression && value instanceof String text && text.startsWith("$$")) {
            return bindReference(text);
        }
        return value;
    }

    private Object bindReference(String text) {
        int dot = text.indexOf('.');
        String name = dot < 0 ? text.substring(2) : text.substring(2, dot);
        if (!values.containsKey(name)) {
            return text;
        }
        Object value = values.get(name);
        if (dot >= 0) {
            value = value instanceof Document document
                    ? Utils.getSubdocumentValue(document, text.substring(dot + 1))
                    : Missing.getInstance();
        }
        return value instanceof Missing ? NOWHERE : new Document("$literal", value);
    }
}
