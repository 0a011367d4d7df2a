package io.polymongo.embedded.internal.store;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The keys of a unique index, of every version that is kept. Guarded by the store's lock. */
final class UniqueIndex {

    private final Document specification;
    private final List<String> fields;
    private final boolean sparse;
    private final Predicate<Document> covers;
    private final Map<Key, Set<StoredRecord>> entries = new TreeMap<>();

    UniqueIndex(Document specification, Predicate<Document> covers) {
        this.specification = specification;
        this.fields = specification.get("key") instanceof Document key ? List.copyOf(key.keySet()) : List.of();
        this.sparse = Utils.isTrue(specification.get("sparse"));
        this.covers = covers;
    }

    /** An index over what a collection holds; refused where documents that are seen share a key. */
    static UniqueIndex build(View view, StoredCollection collection, Document specification, PartialFilters filters) {
        UniqueIndex index = new UniqueIndex(
                specification,
                specification.get("partialFilterExpression") instanceof Document filter
                        ? filters.from(filter)
                        : document -> true);
        for (StoredRecord entry : collection.byId.values()) {
            Version version = entry.visibleTo(view);
            if (version == null || version.document == null) {
                continue;
            }
            for (Key key : index.keysOf(version.document)) {
                if (index.withKey(key).stream().anyMatch(other -> other != entry)) {
                    throw DuplicateKey.error(collection, specification, key);
                }
            }
            index.add(entry, version.document);
        }
        // versions that only older snapshots see are kept apart as well
        collection.byId.values().forEach(entry -> entry.documents().forEach(each -> index.add(entry, each)));
        return index;
    }

    Document specification() {
        return specification;
    }

    void add(StoredRecord entry, Document document) {
        keysOf(document)
                .forEach(key -> entries.computeIfAbsent(key, any -> new LinkedHashSet<>())
                        .add(entry));
    }

    /** Forgets the keys of a document that the record no longer keeps, unless another of its documents has them. */
    void remove(StoredRecord entry, Document document) {
        Set<Key> kept = new LinkedHashSet<>();
        entry.documents().forEach(other -> kept.addAll(keysOf(other)));
        for (Key key : keysOf(document)) {
            Set<StoredRecord> found = entries.get(key);
            if (found != null && !containsKey(kept, key)) {
                found.remove(entry);
                if (found.isEmpty()) {
                    entries.remove(key);
                }
            }
        }
    }

    private static boolean containsKey(Set<Key> keys, Key wanted) {
        return keys.stream().anyMatch(key -> key.compareTo(wanted) == 0);
    }

    Set<StoredRecord> withKey(Key key) {
        return entries.getOrDefault(key, Set.of());
    }

    boolean has(@Nullable Document document, Key wanted) {
        return document != null && containsKey(keysOf(document), wanted);
    }

    /** The document's keys in this index; several where a field holds an array, none where the index leaves it out. */
    Set<Key> keysOf(Document document) {
        if (!covers.test(document)) {
            return Set.of();
        }
        List<List<@Nullable Object>> keys = new ArrayList<>();
        keys.add(new ArrayList<>());
        boolean anyPresent = false;
        for (String field : fields) {
            Object found = Utils.getSubdocumentValueCollectionAware(document, field);
            List<@Nullable Object> values = new ArrayList<>();
            boolean present = !(found instanceof Missing);
            if (found instanceof Collection<?> several) {
                several.forEach(value -> values.add(value instanceof Missing ? null : value));
                present = several.isEmpty() || several.stream().anyMatch(value -> !(value instanceof Missing));
            } else {
                values.add(present ? found : null);
            }
            if (values.isEmpty()) {
                values.add(null);
            }
            anyPresent |= present;
            keys = times(keys, values);
        }
        Set<Key> result = new LinkedHashSet<>();
        if (anyPresent || !sparse) {
            keys.forEach(key -> result.add(Key.of(key.toArray())));
        }
        return result;
    }

    private static List<List<@Nullable Object>> times(
            List<List<@Nullable Object>> keys, List<@Nullable Object> values) {
        List<List<@Nullable Object>> product = new ArrayList<>();
        for (List<@Nullable Object> key : keys) {
            for (Object value : values) {
                List<@Nullable Object> longer = new ArrayList<>(key);
                longer.add(value);
                product.add(longer);
            }
        }
        return product;
    }
}
