package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Options that several commands share. */
final class Options {

    private static final Shape COLLATION = Shape.of()
            .required("locale", FieldType.STRING)
            .optional("caseLevel", FieldType.BOOL)
            .optional("caseFirst", FieldType.STRING)
            .optional("strength", FieldType.NUMBER)
            .optional("numericOrdering", FieldType.BOOL)
            .optional("alternate", FieldType.STRING)
            .optional("maxVariable", FieldType.STRING)
            .optional("normalization", FieldType.BOOL)
            .optional("backwards", FieldType.BOOL)
            .optional("version", FieldType.STRING);

    private Options() {}

    /** Only the simple collation is done: comparison of the bytes. */
    static void collation(Object value, String path) {
        Document collation = (Document) value;
        if (collation.isEmpty()) {
            return;
        }
        COLLATION.check("collation", collation, Set.of(), false);
        if (!collation.equals(new Document("locale", "simple"))) {
            throw Unsupported.error("'" + path + "'");
        }
    }

    /** Variables for the whole command: their names, and expressions that read no document. */
    static void let(Object value, String path) {
        ((Document) value).forEach((name, expression) -> {
            if (name.isEmpty() || name.charAt(0) < 128 && !Character.isLowerCase(name.charAt(0))) {
                throw new CommandError(
                        ErrorCode.FAILED_TO_PARSE,
                        "'" + name + "' starts with an invalid character for a user variable name");
            }
            Expressions.check(expression);
            if (readsFields(expression)) {
                throw new CommandError(
                        4890500,
                        "Command let Expression tried to access a field, but this is not allowed because Command let"
                                + " expressions run before the query examines any documents");
            }
        });
    }

    /** The names that a command's {@code let} gives. */
    static Set<String> variables(Document body) {
        return body.get("let") instanceof Document let ? Set.copyOf(let.keySet()) : Set.of();
    }

    private static boolean readsFields(@Nullable Object expression) {
        if (expression instanceof String text) {
            return text.startsWith("$");
        }
        if (expression instanceof Document document) {
            return !document.containsKey("$literal")
                    && document.values().stream().anyMatch(Options::readsFields);
        }
        return expression instanceof Collection<?> list && list.stream().anyMatch(Options::readsFields);
    }

    /** The engine counts with 32 bits. */
    static void skip(Object value, String path) {
        Number skip = (Number) value;
        if (skip.doubleValue() > Integer.MAX_VALUE) {
            throw Unsupported.error("'" + path + "' beyond " + Integer.MAX_VALUE);
        }
    }
}
