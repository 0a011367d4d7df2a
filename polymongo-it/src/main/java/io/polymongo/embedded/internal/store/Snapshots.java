package io.polymongo.embedded.internal.store;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** The snapshots that are open, and the versions that are kept for them alone. Guarded by the store's lock. */
final class Snapshots {

    private final TreeMap<Long, Integer> open = new TreeMap<>();
    private final Set<StoredRecord> keptForThem = new LinkedHashSet<>();

    void open(long snapshot) {
        open.merge(snapshot, 1, Integer::sum);
    }

    void close(long snapshot) {
        open.computeIfPresent(snapshot, (place, count) -> count == 1 ? null : count - 1);
        for (StoredRecord entry : List.copyOf(keptForThem)) {
            prune(entry);
        }
    }

    boolean anyBefore(long place) {
        return !open.isEmpty() && open.firstKey() < place;
    }

    /** Drops the versions of a record that no snapshot sees. */
    void prune(StoredRecord entry) {
        List<Version> dropped = new ArrayList<>();
        Version newer = entry.newest;
        while (newer != null && newer.older != null) {
            Version older = newer.older;
            if (isSeen(older.sequence, newer.sequence)) {
                newer = older;
            } else {
                newer.older = older.older;
                dropped.add(older);
            }
        }
        for (Version version : dropped) {
            if (version.document != null) {
                forget(entry, version.document, version.order);
            }
        }
        Version newest = entry.newest;
        if (newest == null || (newest.older == null && newest.document == null)) {
            keptForThem.remove(entry);
            if (entry.holder == null) {
                entry.collection.byId.remove(entry.id);
            }
        } else if (newest.older == null) {
            keptForThem.remove(entry);
        } else {
            keptForThem.add(entry);
        }
    }

    /** Forgets a document that the record no longer keeps. */
    static void forget(StoredRecord entry, Document document, long order) {
        if (!entry.stands(order)) {
            entry.collection.byOrder.remove(order);
        }
        entry.collection.uniqueIndexes.values().forEach(index -> index.remove(entry, document));
    }

    private boolean isSeen(long from, long until) {
        Long place = open.ceilingKey(from);
        return place != null && place < until;
    }
}
