package io.polymongo.embedded.internal.store;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.oplog.OplogEntry.Change;
import io.polymongo.embedded.internal.oplog.OplogEntry.Kind;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes single documents: at once outside of transactions, into the workspace inside. Guarded by the store's lock.
 */
public final class Writer {

    private final Store store;

    /** A writer into a store. */
    public Writer(Store store) {
        this.store = store;
    }

    /**
     * Writes a document.
     *
     * @param before the document as the writer sees it, or null to insert
     * @param after the document as it shall be, or null to delete
     * @param wholes the paths that an update set as wholes, or null
     * @param aboutToTakeEffect called once nothing stands in the way any more; what it throws leaves all as it was
     * @return false if nothing was written because an open transaction stands in the way: wait for it
     * @throws CommandError write conflict (transactions only) or duplicate key
     */
    public boolean write(
            View view,
            StoredCollection collection,
            Kind kind,
            @Nullable Document before,
            @Nullable Document after,
            @Nullable Set<String> wholes,
            Runnable aboutToTakeEffect) {
        Document either = after != null ? after : before;
        if (either == null) {
            throw new IllegalArgumentException("neither a document before nor one after");
        }
        Object idValue = either.get("_id");
        Key id = Key.of(idValue);
        Workspace workspace = view.workspace();
        StoredRecord entry = collection.byId.get(id);
        if (entry != null && isHeldByOther(entry, view)) {
            return false;
        }
        if (entry != null && workspace != null && isNewerThan(entry, workspace)) {
            throw conflict();
        }
        Version seen = entry == null ? null : entry.visibleTo(view);
        if (before == null && seen != null) {
            throw DuplicateKey.error(collection, collection.indexes.getOrDefault("_id_", idIndex()), id);
        }
        if (after != null && !keysAreFree(view, collection, entry, after)) {
            return false;
        }
        if (after != null && before == null && collection.cap != null) {
            collection.cap.check(after);
        }
        aboutToTakeEffect.run();
        if (entry == null) {
            entry = new StoredRecord(collection, id);
            collection.byId.put(id, entry);
        }
        long order = seen != null ? seen.order : store.nextOrder();
        Change change = change(collection, kind, idValue, before, after, wholes);
        if (after != null) {
            for (UniqueIndex index : collection.uniqueIndexes.values()) {
                index.add(entry, after);
            }
        }
        if (workspace == null) {
            store.commit(entry, order, after, change);
            if (before == null) {
                dropOldest(collection);
            }
        } else {
            hold(workspace, entry, order, after, change);
        }
        return true;
    }

    private static Change change(
            StoredCollection collection,
            Kind kind,
            @Nullable Object id,
            @Nullable Document before,
            @Nullable Document after,
            @Nullable Set<String> wholes) {
        return new Change(
                kind,
                collection.namespace().database(),
                collection.namespace().collection(),
                collection.uuid(),
                id,
                before,
                after,
                null,
                collection.keepsPreImages(),
                wholes);
    }

    /** Keeps a capped collection within its bounds; each document that goes is a delete of its own. */
    private void dropOldest(StoredCollection collection) {
        while (collection.cap != null && collection.cap.isExceeded()) {
            StoredCollection.Placed oldest = collection.oldest();
            Object id = oldest.document().get("_id");
            StoredRecord entry = collection.byId.get(Key.of(id));
            if (entry == null) {
                throw new IllegalStateException("no record of the document " + id);
            }
            store.commit(
                    entry, oldest.order(), null, change(collection, Kind.DELETE, id, oldest.document(), null, null));
        }
    }

    private static Document idIndex() {
        return new Document("name", "_id_").append("key", new Document("_id", 1));
    }

    private static void hold(
            Workspace workspace, StoredRecord entry, long order, @Nullable Document after, Change change) {
        Document replaced = entry.pending;
        long oldOrder = entry.pendingOrder;
        entry.holder = workspace;
        entry.pending = after;
        entry.pendingOrder = order;
        workspace.held.add(entry);
        workspace.changes.add(change);
        if (after != null) {
            entry.collection.byOrder.put(order, entry);
        }
        if (replaced != null) {
            Snapshots.forget(entry, replaced, oldOrder);
        }
    }

    private static boolean isHeldByOther(StoredRecord entry, View view) {
        if (entry.holder == null || entry.holder == view.workspace()) {
            return false;
        }
        if (view.workspace() != null) {
            throw conflict();
        }
        return true;
    }

    private static boolean isNewerThan(StoredRecord entry, Workspace workspace) {
        return entry.holder != workspace && entry.newest != null && entry.newest.sequence > workspace.snapshot;
    }

    private static boolean keysAreFree(
            View view, StoredCollection collection, @Nullable StoredRecord own, Document after) {
        for (UniqueIndex index : collection.uniqueIndexes.values()) {
            for (Key key : index.keysOf(after)) {
                for (StoredRecord other : List.copyOf(index.withKey(key))) {
                    if (other != own && !isFree(view, collection, index, key, other)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static boolean isFree(
            View view, StoredCollection collection, UniqueIndex index, Key key, StoredRecord other) {
        Workspace workspace = view.workspace();
        Document committed = other.newest == null ? null : other.newest.document;
        if (other.holder != null && other.holder == workspace) {
            if (index.has(other.pending, key)) {
                throw DuplicateKey.error(collection, index.specification(), key);
            }
            return true;
        }
        if (other.holder != null && (index.has(other.pending, key) || index.has(committed, key))) {
            return !isHeldByOther(other, view);
        }
        if (workspace != null && isNewerThan(other, workspace)) {
            throw conflict();
        }
        if (index.has(committed, key)) {
            throw DuplicateKey.error(collection, index.specification(), key);
        }
        return true;
    }

    /** The error of a document that somebody else has written. */
    public static CommandError conflict() {
        return new CommandError(
                ErrorCode.WRITE_CONFLICT.code(),
                "Caused by :: Write conflict during plan execution and yielding is disabled. :: Please retry your"
                        + " operation or multi-document transaction.",
                List.of("TransientTransactionError"),
                new Document());
    }
}
