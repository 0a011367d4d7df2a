package io.polymongo.embedded.internal.engine;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Expressions that the engine has not, or has in another form, in the words that it has. */
public final class Sugar {

    private static final Set<String> DATE_PARTS =
            Set.of("$year", "$month", "$dayOfMonth", "$dayOfYear", "$hour", "$minute", "$second");

    private Sugar() {}

    /** Stages in the engine's words. */
    public static List<Document> inStages(List<Document> stages) {
        return stages.stream()
                .map(stage -> (Document) Objects.requireNonNull(inDocument(stage)))
                .toList();
    }

    /** An expression, a filter or a stage in the engine's words. */
    static @Nullable Object in(@Nullable Object part) {
        if (part instanceof Document document) {
            return inDocument(document);
        }
        return part instanceof Collection<?> parts ? inAll(parts) : part;
    }

    private static List<@Nullable Object> inAll(Collection<?> parts) {
        List<@Nullable Object> result = new ArrayList<>();
        parts.forEach(each -> result.add(in(each)));
        return result;
    }

    private static @Nullable Object inDocument(Document document) {
        String operator = document.size() == 1 ? document.keySet().iterator().next() : "";
        Object operand = document.get(operator);
        if (operator.equals("$literal")) {
            return document;
        }
        if (operator.equals("$switch") && operand instanceof Document choice) {
            return branches(new ArrayList<>((Collection<?>) choice.get("branches")), choice.get("default"));
        }
        if ((operator.equals("$ifNull") || operator.equals("$multiply"))
                && operand instanceof Collection<?> parts
                && parts.size() > 2) {
            return pairs(operator, inAll(parts));
        }
        if (operator.equals("$count") && operand instanceof Document) {
            return new Document("$sum", 1);
        }
        if (DATE_PARTS.contains(operator)) {
            return datePart(operator, operand);
        }
        Document result = new Document();
        document.forEach((key, value) -> result.put(key, in(value)));
        return result;
    }

    private static @Nullable Object branches(List<?> branches, @Nullable Object otherwise) {
        Object result = in(otherwise);
        for (int i = branches.size() - 1; i >= 0; i--) {
            Document branch = (Document) branches.get(i);
            result = operator("$cond", in(branch.get("case")), in(branch.get("then")), result);
        }
        return result;
    }

    private static Object pairs(String operator, List<@Nullable Object> parts) {
        Object result = parts.get(parts.size() - 1);
        for (int i = parts.size() - 2; i >= 0; i--) {
            result = operator(operator, parts.get(i), result);
        }
        return result == null ? operator(operator) : result;
    }

    /** The engine takes the machine's time zone where none is given, and fails where there is no date. */
    private static Document datePart(String operator, @Nullable Object operand) {
        // an array holds the date itself
        Document options = operand instanceof Document given && given.containsKey("date")
                ? given
                : new Document(
                        "date",
                        operand instanceof Collection<?> only ? only.iterator().next() : operand);
        Object date = in(options.get("date"));
        Document part = new Document("date", date).append("timezone", options.getOrDefault("timezone", "UTC"));
        Document none = operator("$eq", operator("$ifNull", date, null), null);
        return operator("$cond", none, null, new Document(operator, part));
    }

    private static Document operator(String name, @Nullable Object... arguments) {
        return new Document(name, Arrays.asList(arguments));
    }
}
