package io.polymongo.embedded.internal.engine;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Changes texts in stages and expressions, where it matters whether they are values or expressions.
 *
 * @param values what becomes of values: literals, and what filters compare with
 * @param expressions what becomes of texts that are expressions: paths and variables
 */
record StageTexts(UnaryOperator<@Nullable Object> values, UnaryOperator<String> expressions) {

    /** A stage, or an expression. */
    Object changed(Object part) {
        return changed(part, false);
    }

    private Object changed(Object part, boolean inFilter) {
        if (part instanceof Document document) {
            Document result = new Document();
            document.forEach((key, value) -> result.put(
                    key,
                    value == null || key.equals("$literal")
                            ? values.apply(value)
                            : changed(value, key.equals("$match") || inFilter && !key.equals("$expr"))));
            return result;
        }
        if (part instanceof Collection<?> parts) {
            List<@Nullable Object> result = new ArrayList<>();
            parts.forEach(each -> result.add(each == null ? null : changed(each, inFilter)));
            return result;
        }
        if (part instanceof String text) {
            Object changed = inFilter ? values.apply(text) : expressions.apply(text);
            return changed == null ? text : changed;
        }
        return part;
    }
}
