package io.polymongo.embedded.internal.engine;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.aggregation.Expression;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A find's projection. Thread-safe. */
public final class Projection {

    private static final int NO_MATCHING_ELEMENT = 51246;

    private final ProjectionTree tree;
    private final Filter filter;

    /** A projection of what a filter has found; the filter says which element a positional field means. */
    public Projection(Document projection, Filter filter) {
        this.tree = ProjectionTree.parse(projection);
        this.filter = filter;
    }

    /** The document with the fields that are wanted, in a new document. */
    public Document apply(Document document) {
        return EngineErrors.run(() -> {
            Document projected = branch(document, tree.root(), document);
            if (tree.keepsId() && tree.includes() && document.containsKey("_id")) {
                Document idFirst = new Document("_id", document.get("_id"));
                projected.remove("_id");
                idFirst.putAll(projected);
                projected = idFirst;
            }
            return projected;
        });
    }

    private Document branch(Document document, ProjectionTree.Node node, Document root) {
        Document result = new Document();
        for (Map.Entry<String, Object> field : document.entrySet()) {
            ProjectionTree.Node child = node.children().get(field.getKey());
            if (child == null) {
                if (!tree.includes()) {
                    result.put(field.getKey(), field.getValue());
                }
            } else if (!child.isComputed()) {
                Object value =
                        child.isLeaf() ? leaf(field.getValue(), child, root) : inside(field.getValue(), child, root);
                if (!(value instanceof Missing)) {
                    result.put(field.getKey(), value);
                }
            }
        }
        node.children().forEach((name, child) -> {
            if (child.isComputed()) {
                Object operand = Sugar.in(child.operand());
                Dollars dollars = Dollars.during(operand);
                Object value = dollars.showValue(
                        Expression.evaluateDocument(dollars.inExpression(operand), dollars.hide(root)));
                if (!(value instanceof Missing)) {
                    result.put(name, value);
                }
            }
        });
        return result;
    }

    private @Nullable Object inside(@Nullable Object value, ProjectionTree.Node node, Document root) {
        if (value instanceof Document document) {
            return branch(document, node, root);
        }
        if (value instanceof Collection<?> elements) {
            List<@Nullable Object> kept = new ArrayList<>();
            for (Object element : elements) {
                Object inside = inside(element, node, root);
                if (!(inside instanceof Missing)) {
                    kept.add(inside);
                }
            }
            return kept;
        }
        return tree.includes() ? Missing.getInstance() : value;
    }

    private @Nullable Object leaf(@Nullable Object value, ProjectionTree.Node node, Document root) {
        return switch (node.kind()) {
            case INCLUDE -> value;
            case EXCLUDE -> Missing.getInstance();
            case SLICE -> value instanceof Collection<?> elements ? slice(new ArrayList<>(elements), node) : value;
            case ELEM_MATCH ->
                value instanceof Collection<?> elements ? firstMatching(elements, node) : Missing.getInstance();
            case POSITIONAL -> value instanceof Collection<?> elements ? positional(elements, root) : value;
            case BRANCH, COMPUTED -> value;
        };
    }

    private static Object slice(List<?> elements, ProjectionTree.Node node) {
        int size = elements.size();
        int from = 0;
        int until;
        if (node.operand() instanceof List<?> both
                && both.size() == 2
                && both.get(0) instanceof Number skip
                && both.get(1) instanceof Number limit) {
            from = skip.intValue() < 0 ? Math.max(0, size + skip.intValue()) : Math.min(size, skip.intValue());
            if (limit.intValue() <= 0) {
                throw new CommandError(28724, "First argument to $slice must be an array, but is of type: int");
            }
            until = (int) Math.min(size, (long) from + limit.intValue());
        } else if (node.operand() instanceof Number count) {
            from = count.intValue() < 0 ? Math.max(0, size + count.intValue()) : 0;
            until = count.intValue() < 0 ? size : Math.min(size, count.intValue());
        } else {
            throw new CommandError(28667, "Invalid $slice syntax: " + node.operand());
        }
        return new ArrayList<>(elements.subList(from, until));
    }

    private static Object firstMatching(Collection<?> elements, ProjectionTree.Node node) {
        DefaultQueryMatcher matcher = new DefaultQueryMatcher();
        Document wanted = (Document) node.operand();
        for (Object element : elements) {
            boolean matches = element instanceof Document document
                    ? matcher.matches(document, wanted)
                    : matcher.matches(new Document("e", element), new Document("e", wanted));
            if (matches) {
                return List.of(element);
            }
        }
        return Missing.getInstance();
    }

    private Object positional(Collection<?> elements, Document root) {
        Integer position = new DefaultQueryMatcher().matchPosition(root, filter.document());
        if (position == null || position >= elements.size()) {
            throw new CommandError(
                    NO_MATCHING_ELEMENT,
                    "Executor error during find command :: caused by :: positional operator '.$' couldn't find a"
                            + " matching element in the array");
        }
        List<@Nullable Object> one = new ArrayList<>();
        one.add(new ArrayList<>(elements).get(position));
        return one;
    }
}
