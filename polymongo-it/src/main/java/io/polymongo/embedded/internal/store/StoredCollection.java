package io.polymongo.embedded.internal.store;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A collection or view: its options, its indexes and its records. Guarded by the store's lock. */
public final class StoredCollection {

    private final UUID uuid;
    private long since;
    private Namespace namespace;
    private Document options;
    final @Nullable Cap cap;
    final Map<String, Document> indexes = new LinkedHashMap<>();
    final Map<String, UniqueIndex> uniqueIndexes = new LinkedHashMap<>();
    final NavigableMap<Key, StoredRecord> byId = new TreeMap<>();
    final NavigableMap<Long, StoredRecord> byOrder = new TreeMap<>();

    StoredCollection(UUID uuid, long since, Namespace namespace, Document options) {
        this.uuid = uuid;
        this.since = since;
        this.namespace = namespace;
        this.options = options;
        this.cap = Cap.of(options);
    }

    public UUID uuid() {
        return uuid;
    }

    /** The commit that made it. */
    long since() {
        return since;
    }

    void since(long commit) {
        since = commit;
    }

    public Namespace namespace() {
        return namespace;
    }

    void rename(Namespace other) {
        namespace = other;
    }

    /** As they were given. */
    public Document options() {
        return options;
    }

    void options(Document changed) {
        options = changed;
    }

    /** Whether its oldest documents go when it has grown beyond its bounds. */
    public boolean isCapped() {
        return cap != null;
    }

    public boolean isView() {
        return options.containsKey("viewOn");
    }

    /** Whether change streams may see its documents as they were. */
    public boolean keepsPreImages() {
        return options.get("changeStreamPreAndPostImages") instanceof Document images
                && Utils.isTrue(images.get("enabled"));
    }

    /** Whether it has an index whose keys are kept apart; that on {@code _id} does not count. */
    public boolean hasUniqueIndexes() {
        return !uniqueIndexes.isEmpty();
    }

    /** The specifications of its indexes, as listed. */
    public List<Document> indexes() {
        return List.copyOf(indexes.values());
    }

    /** The documents that are seen, in the order in which they were inserted; never to be changed. */
    public List<Document> documents(View view) {
        List<Document> seen = new ArrayList<>();
        byOrder.forEach((order, entry) -> {
            Version version = entry.visibleTo(view);
            if (version != null && version.document != null && version.order == order) {
                seen.add(version.document);
            }
        });
        return seen;
    }

    /** A committed document and its place in the order of insertion. */
    public record Placed(long order, Document document) {}

    /** The committed document that was inserted first. */
    Placed oldest() {
        for (Long place : byOrder.keySet()) {
            Document document = committedAt(place);
            if (document != null) {
                return new Placed(place, document);
            }
        }
        throw new IllegalStateException("the collection is empty");
    }

    /** The committed documents that were inserted after a place. */
    public List<Placed> documentsAfter(long order) {
        List<Placed> found = new ArrayList<>();
        byOrder.tailMap(order, false).keySet().forEach(place -> {
            Document document = committedAt(place);
            if (document != null) {
                found.add(new Placed(place, document));
            }
        });
        return found;
    }

    /** Whether a committed document still stands at a place. */
    public boolean hasDocumentAt(long order) {
        return committedAt(order) != null;
    }

    private @Nullable Document committedAt(long order) {
        StoredRecord entry = byOrder.get(order);
        Version newest = entry == null ? null : entry.newest;
        return newest == null || newest.order != order ? null : newest.document;
    }

    /** Those of the wanted documents that are seen. */
    public List<Document> documents(View view, Collection<Key> wanted) {
        List<Version> seen = new ArrayList<>();
        for (Key id : wanted) {
            StoredRecord entry = byId.get(id);
            Version version = entry == null ? null : entry.visibleTo(view);
            if (version != null) {
                seen.add(version);
            }
        }
        seen.sort((left, right) -> Long.compare(left.order, right.order));
        List<Document> documents = new ArrayList<>();
        for (Version version : seen) {
            if (version.document != null) {
                documents.add(version.document);
            }
        }
        return documents;
    }

    /** The document with an {@code _id}, as it is seen, or null. */
    public @Nullable Document document(View view, Key id) {
        StoredRecord entry = byId.get(id);
        Version version = entry == null ? null : entry.visibleTo(view);
        return version == null ? null : version.document;
    }

    /** Whether nobody can see a document in it. */
    public boolean isEmpty() {
        return byId.isEmpty();
    }

    /** How many versions of documents are kept. */
    public int versions() {
        int count = 0;
        for (StoredRecord entry : byId.values()) {
            for (Version version = entry.newest; version != null; version = version.older) {
                count++;
            }
        }
        return count;
    }
}
