package io.polymongo.embedded.internal.engine;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A query's filter. Thread-safe. */
public final class Filter implements Predicate<Document> {

    private final Document filter;
    private final List<Predicate<Document>> parts;

    /** A filter whose {@code $expr} may use variables. */
    public Filter(Document filter, Variables variables) {
        this.filter = variables.bind(filter);
        this.parts = FilterParts.of(this.filter);
    }

    /** The filter with its variables bound, in words that the engine knows: it has no schemas. */
    public Document document() {
        return FilterParts.withoutSchemas(filter);
    }

    @Override
    public boolean test(Document document) {
        return parts.stream().allMatch(part -> part.test(document));
    }

    /** Throws what testing any document would throw of the filter itself. */
    public void check() {
        // an expression may rightly fail on a document that lacks its fields
        if (!filter.containsKey("$expr")) {
            test(new Document("_id", 0));
        }
    }

    /** The {@code _id}s one of which a matching document has, or null if the filter does not say. */
    public @Nullable Collection<?> ids() {
        if (!filter.containsKey("_id")) {
            return null;
        }
        Object value = filter.get("_id");
        if (value instanceof Document operators) {
            if (operators.keySet().equals(Set.of("$in")) && operators.get("$in") instanceof Collection<?> ids) {
                return ids.stream().allMatch(Filter::isPlain) ? ids : null;
            }
            if (operators.keySet().equals(Set.of("$eq")) && isPlain(operators.get("$eq"))) {
                return single(operators.get("$eq"));
            }
        }
        return isPlain(value) ? single(value) : null;
    }

    private static Collection<?> single(@Nullable Object value) {
        return Collections.singletonList(value);
    }

    private static boolean isPlain(@Nullable Object value) {
        return !BsonRegularExpression.isRegularExpression(value)
                && !(value instanceof Collection)
                && !(value instanceof Document);
    }

    /** A filter that lets everything pass. */
    public static Filter all() {
        return new Filter(new Document(), Variables.NONE);
    }

    /** The documents that pass. */
    public List<Document> apply(List<Document> documents) {
        return filter.isEmpty() ? documents : documents.stream().filter(this).toList();
    }
}
