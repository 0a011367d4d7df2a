package io.polymongo.embedded.internal.engine;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The paths whose values an update by operators logs as wholes, as change streams tell them: the path of an operator
 * itself; what {@code $push} appends element by element; and of an array of which {@code $[]} or array filters choose
 * several elements, the array, or the only element that has changed.
 */
final class TouchedPaths {

    private static final String SEPARATOR = ".";

    private final Document before;
    private final Document after;
    private final List<?> arrayFilters;
    private final Set<String> paths = new HashSet<>();
    private final Map<String, Set<Integer>> chosen = new TreeMap<>();

    private TouchedPaths(Document before, Document after, List<?> arrayFilters) {
        this.before = before;
        this.after = after;
        this.arrayFilters = arrayFilters;
    }

    static Set<String> of(Document operators, List<?> arrayFilters, Document before, Document after) {
        TouchedPaths touched = new TouchedPaths(before, after, arrayFilters);
        operators.forEach((operator, changes) ->
                ((Document) changes).forEach((path, value) -> touched.choose(target(operator, path, value))));
        operators.forEach((operator, changes) -> ((Document) changes)
                .forEach((path, value) -> touched.walk(
                        operator,
                        value,
                        "",
                        List.of(target(operator, path, value).split("\\.")))));
        return Set.copyOf(touched.paths);
    }

    private static String target(String operator, String path, @Nullable Object value) {
        return operator.equals("$rename") ? String.valueOf(value) : path;
    }

    /** Notes which elements the first array filter of a path chooses; all operators of an array count together. */
    private void choose(String path) {
        String[] parts = path.split("\\.");
        StringBuilder array = new StringBuilder();
        for (String part : parts) {
            if (part.startsWith("$[")) {
                List<?> elements = value(before, array.toString()) instanceof List<?> list ? list : List.of();
                Set<Integer> indexes = chosen.computeIfAbsent(array.toString(), any -> new TreeSet<>());
                for (int i = 0; i < elements.size(); i++) {
                    if (chooses(part.substring(2, part.length() - 1), elements.get(i))) {
                        indexes.add(i);
                    }
                }
                return;
            }
            array.append(array.isEmpty() ? "" : SEPARATOR).append(part);
        }
    }

    private boolean chooses(String identifier, @Nullable Object element) {
        Document named = new Document(identifier, element);
        return identifier.isEmpty()
                || arrayFilters.stream()
                        .map(Document.class::cast)
                        .filter(filter -> filter.keySet()
                                .iterator()
                                .next()
                                .split("\\.")[0]
                                .equals(identifier))
                        .anyMatch(filter -> new Filter(filter, Variables.NONE).test(named));
    }

    private void walk(String operator, @Nullable Object value, String taken, List<String> left) {
        if (left.isEmpty()) {
            end(operator, value, taken);
            return;
        }
        String part = left.get(0);
        List<String> rest = left.subList(1, left.size());
        if (part.startsWith("$[") && chosen.getOrDefault(taken, Set.of()).size() > 1) {
            List<Integer> changed = changed(taken);
            paths.add(changed.size() == 1 ? join(taken, changed.get(0)) : taken);
        } else if (part.startsWith("$")) {
            changed(taken).forEach(index -> walk(operator, value, join(taken, index), rest));
        } else {
            walk(operator, value, join(taken, part), rest);
        }
    }

    private void end(String operator, @Nullable Object value, String path) {
        int size = value(before, path) instanceof List<?> list ? list.size() : 0;
        if (operator.equals("$push") && size > 0 && appends(value, path, size)) {
            int newSize = value(after, path) instanceof List<?> list ? list.size() : 0;
            for (int i = size; i < newSize; i++) {
                paths.add(join(path, i));
            }
        } else {
            paths.add(path);
        }
    }

    private boolean appends(@Nullable Object value, String path, int size) {
        if (!(value instanceof Document clauses) || !(clauses.get("$each") instanceof List<?> each)) {
            return true;
        }
        boolean atEnd = !(clauses.get("$position") instanceof Number position) || position.longValue() > size;
        boolean whole = value(after, path) instanceof List<?> list && list.size() == size + each.size();
        return atEnd && whole && !clauses.containsKey("$sort");
    }

    /** The elements of an array that are not what they were. */
    private List<Integer> changed(String array) {
        List<Integer> changed = new ArrayList<>();
        if (value(before, array) instanceof List<?> from && value(after, array) instanceof List<?> to) {
            for (int i = 0; i < to.size(); i++) {
                if (i >= from.size() || !Objects.equals(from.get(i), to.get(i))) {
                    changed.add(i);
                }
            }
        }
        return changed;
    }

    private static String join(String path, Object last) {
        return path.isEmpty() ? String.valueOf(last) : path + SEPARATOR + last;
    }

    private static @Nullable Object value(Document document, String path) {
        Object value = document;
        for (String part : path.split("\\.")) {
            if (value instanceof Document inner) {
                value = inner.get(part);
            } else if (value instanceof List<?> list && part.matches("\\d{1,9}")) {
                int index = Integer.parseInt(part);
                value = index < list.size() ? list.get(index) : Missing.getInstance();
            } else {
                return Missing.getInstance();
            }
        }
        return value;
    }
}
