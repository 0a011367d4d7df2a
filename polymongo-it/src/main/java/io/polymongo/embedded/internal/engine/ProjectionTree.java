package io.polymongo.embedded.internal.engine;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A projection as a tree of fields. */
final class ProjectionTree {

    /** What happens to a field. */
    enum Kind {
        BRANCH,
        INCLUDE,
        EXCLUDE,
        SLICE,
        ELEM_MATCH,
        POSITIONAL,
        COMPUTED
    }

    /** A field: what happens to it, with what operand, and what is inside. */
    record Node(Kind kind, @Nullable Object operand, Map<String, Node> children) {

        boolean isLeaf() {
            return kind != Kind.BRANCH;
        }

        boolean isComputed() {
            return kind == Kind.COMPUTED;
        }
    }

    private final Node root = new Node(Kind.BRANCH, null, new LinkedHashMap<>());
    private boolean includes;
    private boolean excludes;
    private boolean keepsId = true;

    private ProjectionTree() {}

    static ProjectionTree parse(Document projection) {
        ProjectionTree tree = new ProjectionTree();
        projection.forEach((path, value) -> tree.add(path, value));
        if (!tree.includes && !tree.excludes && tree.keepsId && tree.root.children.containsKey("_id")) {
            // only {_id: 1}
            tree.includes = tree.root.children.values().stream().noneMatch(node -> node.kind == Kind.SLICE);
        }
        return tree;
    }

    Node root() {
        return root;
    }

    boolean includes() {
        return includes;
    }

    boolean keepsId() {
        return keepsId;
    }

    private void add(String path, @Nullable Object value) {
        if (value instanceof Document inner
                && !inner.isEmpty()
                && !firstKey(inner).startsWith("$")) {
            inner.forEach((name, part) -> add(path + "." + name, part));
            return;
        }
        boolean positional = path.endsWith(".$");
        String field = positional ? path.substring(0, path.length() - 2) : path;
        Node node = positional ? new Node(Kind.POSITIONAL, null, Map.of()) : node(value);
        if (field.equals("_id") && (node.kind == Kind.EXCLUDE || node.kind == Kind.INCLUDE)) {
            keepsId = node.kind == Kind.INCLUDE;
        } else if (node.kind == Kind.EXCLUDE) {
            if (includes) {
                throw new CommandError(31254, "Cannot do exclusion on field " + field + " in inclusion projection");
            }
            excludes = true;
        } else if (node.kind != Kind.SLICE) {
            if (excludes) {
                throw new CommandError(31253, "Cannot do inclusion on field " + field + " in exclusion projection");
            }
            includes = true;
        }
        put(field, node);
    }

    private static String firstKey(Document document) {
        return document.keySet().iterator().next();
    }

    private static Node node(@Nullable Object value) {
        if (value instanceof Document operator && operator.size() == 1) {
            Object operand = operator.get(firstKey(operator));
            if (operator.containsKey("$elemMatch")) {
                return new Node(Kind.ELEM_MATCH, operand, Map.of());
            }
            if (operator.containsKey("$slice") && !(operand instanceof List<?> list && list.size() == 3)) {
                return new Node(Kind.SLICE, operand, Map.of());
            }
            if (operator.containsKey("$meta")) {
                throw new CommandError(
                        ErrorCode.COMMAND_NOT_SUPPORTED, "the embedded server does not support $meta in a projection");
            }
        }
        if (value instanceof Number || value instanceof Boolean) {
            return new Node(Utils.isTrue(value) ? Kind.INCLUDE : Kind.EXCLUDE, null, Map.of());
        }
        return new Node(Kind.COMPUTED, value, Map.of());
    }

    private void put(String path, Node leaf) {
        Map<String, Node> level = root.children;
        int from = 0;
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', from)) {
            Node next = level.computeIfAbsent(
                    path.substring(from, dot), any -> new Node(Kind.BRANCH, null, new LinkedHashMap<>()));
            if (next.isLeaf()) {
                throw collision(path, path.substring(dot + 1));
            }
            level = next.children;
            from = dot + 1;
        }
        if (level.putIfAbsent(path.substring(from), leaf) != null) {
            throw collision(path, path.substring(from));
        }
    }

    private static CommandError collision(String path, String rest) {
        return new CommandError(31249, "Path collision at " + path + " remaining portion " + rest);
    }
}
