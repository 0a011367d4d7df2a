package io.polymongo.embedded.internal.store;

import io.polymongo.embedded.internal.oplog.OplogEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an open transaction has written and used. Guarded by the store's lock. */
public final class Workspace {

    final long snapshot;
    final Set<StoredRecord> held = new LinkedHashSet<>();
    final Map<Namespace, StoredCollection> created = new LinkedHashMap<>();
    final Set<StoredCollection> used = new HashSet<>();
    final List<OplogEntry.Change> changes = new ArrayList<>();
    private boolean ended;

    Workspace(long snapshot) {
        this.snapshot = snapshot;
    }

    /** What the transaction sees. */
    public View view() {
        return new View(snapshot, this);
    }

    /** Whether it was committed or aborted. */
    public boolean isEnded() {
        return ended;
    }

    /** Whether it made the collection itself. */
    public boolean made(StoredCollection collection) {
        return created.containsValue(collection);
    }

    void end() {
        ended = true;
    }
}
