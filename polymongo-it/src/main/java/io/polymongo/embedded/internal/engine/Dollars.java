package io.polymongo.embedded.internal.engine;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Strings of documents that begin with a dollar sign, such as prices and hashed passwords. The engine computes what it has
 * computed once more if it is a document, and would take such strings in it for paths. So they begin with something else
 * while the engine computes: with what sorts just where they do.
 */
public final class Dollars {

    private static final String MARK = "#\uFFFF";

    /** What looks at the characters of strings, or tells them in errors, has to see them as they are. */
    private static final Set<String> LOOK_INSIDE = Set.of(
            "$regex",
            "$jsonSchema",
            "$strLenBytes",
            "$strLenCP",
            "$substr",
            "$substrBytes",
            "$substrCP",
            "$split",
            "$indexOfBytes",
            "$indexOfCP",
            "$convert",
            "$toDate",
            "$toDouble",
            "$toInt",
            "$toLong",
            "$toObjectId");

    private final boolean hides;

    private Dollars(boolean hides) {
        this.hides = hides;
    }

    /** What is to be hidden while stages or an expression are computed: nothing if they look into strings. */
    public static Dollars during(@Nullable Object computed) {
        return new Dollars(!looksInside(computed));
    }

    static boolean looksInside(@Nullable Object computed) {
        return BsonRegularExpression.isRegularExpression(computed)
                || computed instanceof Document document
                        && document.entrySet().stream()
                                .anyMatch(each -> LOOK_INSIDE.contains(each.getKey()) || looksInside(each.getValue()))
                || computed instanceof Collection<?> parts && parts.stream().anyMatch(Dollars::looksInside);
    }

    /** A deep copy of a document, for the engine. */
    public Document hide(Document document) {
        return (Document) Objects.requireNonNull(hideValue(document.cloneDeeply()));
    }

    @Nullable
    Object hideValue(@Nullable Object value) {
        return hides && has(value, text -> text.startsWith("$"))
                ? replaced(value, UnaryOperator.identity(), Dollars::hide)
                : value;
    }

    /** What the engine has made, with the strings as they were. */
    public Document show(Document made) {
        return (Document) Objects.requireNonNull(showValue(made));
    }

    @Nullable
    Object showValue(@Nullable Object made) {
        return hides && has(made, text -> text.contains(MARK)) ? replaced(made, Dollars::show, Dollars::show) : made;
    }

    private static String show(String text) {
        return text.replace(MARK, "");
    }

    /** The stages, with the values of their filters and their literals as the engine sees them in documents. */
    public List<Document> inStages(List<Document> stages) {
        return hides
                ? stages.stream()
                        .map(stage -> (Document) texts().changed(stage))
                        .toList()
                : stages;
    }

    /** An expression, with its literals so. */
    @Nullable
    Object inExpression(@Nullable Object expression) {
        return hides && expression != null ? texts().changed(expression) : expression;
    }

    private StageTexts texts() {
        return new StageTexts(this::hideValue, UnaryOperator.identity());
    }

    private static String hide(String text) {
        return text.startsWith("$") ? MARK + text : text;
    }

    private static boolean has(@Nullable Object value, Predicate<String> wanted) {
        return value instanceof String text && wanted.test(text)
                || value instanceof Document document
                        && document.entrySet().stream()
                                .anyMatch(each -> wanted.test(each.getKey()) || has(each.getValue(), wanted))
                || value instanceof Collection<?> parts && parts.stream().anyMatch(part -> has(part, wanted));
    }

    private static @Nullable Object replaced(
            @Nullable Object value, UnaryOperator<String> names, UnaryOperator<String> texts) {
        if (value instanceof String text) {
            return texts.apply(text);
        }
        if (value instanceof Document document) {
            Document result = new Document();
            document.forEach((key, part) -> result.put(names.apply(key), replaced(part, names, texts)));
            return result;
        }
        if (value instanceof Collection<?> parts) {
            List<@Nullable Object> result = new ArrayList<>();
            parts.forEach(part -> result.add(replaced(part, names, texts)));
            return result;
        }
        return value;
    }
}
