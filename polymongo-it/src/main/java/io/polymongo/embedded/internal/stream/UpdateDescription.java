package io.polymongo.embedded.internal.stream;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an update did, found by comparing the document before and after: nested documents by dotted paths, arrays by
 * index, shortened arrays by their new size.
 */
final class UpdateDescription {

    private static final Pattern NUMERIC = Pattern.compile("0|[1-9][0-9]*");

    private final Document updated = new Document();
    private final List<String> removed = new ArrayList<>();
    private final List<Document> truncated = new ArrayList<>();
    private final Document disambiguated = new Document();

    private final @Nullable Set<String> wholes;

    private UpdateDescription(@Nullable Set<String> wholes) {
        this.wholes = wholes;
    }

    /**
     * Describes the way from one document to another.
     *
     * @param wholes the paths whose values are told as wholes; null to tell of everything only what differs
     */
    static Document of(Document before, Document after, @Nullable Set<String> wholes, boolean withDisambiguatedPaths) {
        UpdateDescription description = new UpdateDescription(wholes);
        description.compare(List.of(), false, before, after);
        Document result = new Document("updatedFields", description.updated)
                .append("removedFields", description.removed)
                .append("truncatedArrays", description.truncated);
        return withDisambiguatedPaths ? result.append("disambiguatedPaths", description.disambiguated) : result;
    }

    private void compare(List<Object> path, boolean ambiguous, Document before, Document after) {
        for (String field : before.keySet()) {
            if (!after.containsKey(field)) {
                removed.add(name(with(path, field), ambiguous || isAmbiguous(path, field)));
            }
        }
        for (String field : after.keySet()) {
            List<Object> inner = with(path, field);
            boolean innerAmbiguous = ambiguous || isAmbiguous(path, field);
            if (before.containsKey(field)) {
                compareValues(inner, innerAmbiguous, before.get(field), after.get(field));
            } else {
                updated.put(name(inner, innerAmbiguous), after.get(field));
            }
        }
    }

    private void compareValues(List<Object> path, boolean ambiguous, @Nullable Object before, @Nullable Object after) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (wholes != null && wholes.contains(dotted(path))) {
            updated.put(name(path, ambiguous), after);
        } else if (before instanceof Document from && after instanceof Document to) {
            compare(path, ambiguous, from, to);
        } else if (before instanceof List<?> from && after instanceof List<?> to) {
            compareArrays(path, ambiguous, from, to);
        } else {
            updated.put(name(path, ambiguous), after);
        }
    }

    private void compareArrays(List<Object> path, boolean ambiguous, List<?> before, List<?> after) {
        if (after.size() < before.size()) {
            truncated.add(new Document("field", name(path, ambiguous)).append("newSize", after.size()));
        }
        for (int index = 0; index < after.size(); index++) {
            List<Object> inner = with(path, index);
            if (index < before.size()) {
                compareValues(inner, ambiguous, before.get(index), after.get(index));
            } else if (wholes == null || isSet(dotted(inner))) {
                updated.put(name(inner, ambiguous), after.get(index));
            }
        }
    }

    /** An element that is new and not set only fills the gap before another. */
    private boolean isSet(String element) {
        return wholes == null
                || wholes.stream().anyMatch(whole -> whole.equals(element) || whole.startsWith(element + "."));
    }

    private static String dotted(List<Object> path) {
        return path.stream().map(Object::toString).collect(Collectors.joining("."));
    }

    private String name(List<Object> path, boolean ambiguous) {
        String dotted = dotted(path);
        if (ambiguous) {
            disambiguated.put(dotted, path);
        }
        return dotted;
    }

    /** A field whose dots or digits could be taken for a nested field or an element. */
    private static boolean isAmbiguous(List<Object> path, String field) {
        return field.contains(".") || !path.isEmpty() && NUMERIC.matcher(field).matches();
    }

    private static List<Object> with(List<Object> path, Object last) {
        List<Object> longer = new ArrayList<>(path);
        longer.add(last);
        return longer;
    }
}
