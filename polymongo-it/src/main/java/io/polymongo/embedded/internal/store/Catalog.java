package io.polymongo.embedded.internal.store;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.oplog.OplogEntry.Change;
import io.polymongo.embedded.internal.oplog.OplogEntry.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Databases and collections: finding, making, renaming and dropping them. Guarded by the store's lock. */
public final class Catalog {

    private final Store store;
    private final NavigableMap<String, NavigableMap<String, StoredCollection>> databases = new TreeMap<>();
    private final Map<Namespace, Workspace> beingCreated = new HashMap<>();
    private final Map<Namespace, Long> dropped = new HashMap<>();
    private final Set<Workspace> open = new HashSet<>();

    Catalog(Store store) {
        this.store = store;
    }

    /** The collection as somebody sees it, or null; a transaction uses it from now on. */
    public @Nullable StoredCollection find(View view, Namespace name) {
        Workspace workspace = view.workspace();
        if (workspace != null && workspace.isEnded()) {
            throw new CommandError(
                    ErrorCode.NO_SUCH_TRANSACTION.code(),
                    "The transaction has been aborted.",
                    List.of("TransientTransactionError"),
                    new Document());
        }
        StoredCollection own = workspace == null ? null : workspace.created.get(name);
        if (own != null) {
            return own;
        }
        Long goneAt = dropped.get(name);
        if (goneAt != null && goneAt > view.snapshot()) {
            throw changedSinceSnapshot(view, name);
        }
        StoredCollection found = committed(name);
        if (found != null && workspace != null) {
            workspace.used.add(found);
            open.add(workspace);
        }
        return found;
    }

    private static CommandError changedSinceSnapshot(View view, Namespace name) {
        return new CommandError(
                ErrorCode.SNAPSHOT_UNAVAILABLE.code(),
                "Unable to read from a snapshot due to pending collection catalog changes to collection '" + name
                        + "'; please retry the operation.",
                view.workspace() != null ? List.of("TransientTransactionError") : List.of(),
                new Document());
    }

    /** The same for writing: a collection that is newer than the snapshot cannot be written in it. */
    public @Nullable StoredCollection findForWriting(View view, Namespace name) {
        StoredCollection found = find(view, name);
        if (found != null
                && view.workspace() != null
                && !view.workspace().made(found)
                && found.since() > view.snapshot()) {
            throw changedSinceSnapshot(view, name);
        }
        return found;
    }

    /** The collection that is committed, or null. */
    public @Nullable StoredCollection committed(Namespace name) {
        Map<String, StoredCollection> database = databases.get(name.database());
        return database == null ? null : database.get(name.collection());
    }

    /** The names of the databases that hold something. */
    public List<String> databases() {
        return List.copyOf(databases.keySet());
    }

    /** The collections of a database that are committed, by name. */
    public Collection<StoredCollection> collections(String database) {
        return List.copyOf(databases.getOrDefault(database, new TreeMap<>()).values());
    }

    /** A database whose name differs from this one in case only, or null. */
    public @Nullable String inOtherCase(String database) {
        return databases.keySet().stream()
                .filter(name -> name.equalsIgnoreCase(database) && !name.equals(database))
                .findFirst()
                .orElse(null);
    }

    /** Whether an open transaction, another than this, is making the collection. */
    public boolean isBeingCreated(View view, Namespace name) {
        Workspace creator = beingCreated.get(name);
        return creator != null && creator != view.workspace();
    }

    /** Whether open transactions, others than this, have used a collection. */
    public boolean isUsed(View view, StoredCollection collection) {
        return open.stream().anyMatch(other -> other != view.workspace() && other.used.contains(collection));
    }

    /** Makes a collection with its index on {@code _id}. */
    public StoredCollection create(View view, Namespace name, Document options) {
        UUID uuid = UUID.randomUUID();
        Workspace workspace = view.workspace();
        StoredCollection made = new StoredCollection(uuid, store.sequence() + 1, name, options);
        if (!made.isView()) {
            made.indexes.put(
                    "_id_",
                    new Document("v", 2).append("key", new Document("_id", 1)).append("name", "_id_"));
        }
        Document description = new Document();
        if (!made.isView()) {
            description.append("idIndex", made.indexes.get("_id_"));
        } else {
            description.putAll(options);
        }
        Change change = change(Kind.CREATE, made, description);
        if (workspace == null) {
            databases.computeIfAbsent(name.database(), any -> new TreeMap<>()).put(name.collection(), made);
            store.commit(List.of(change));
        } else {
            workspace.created.put(name, made);
            workspace.changes.add(change);
            beingCreated.put(name, workspace);
        }
        return made;
    }

    private static Change change(Kind kind, StoredCollection of, @Nullable Document description) {
        return new Change(
                kind,
                of.namespace().database(),
                of.namespace().collection(),
                of.uuid(),
                null,
                null,
                null,
                description,
                of.keepsPreImages());
    }

    /** Drops a collection. */
    public void drop(StoredCollection collection) {
        remove(collection);
        store.commit(List.of(change(Kind.DROP, collection, null)));
    }

    /** Drops a database: one change for each collection, then one for itself. */
    public void dropDatabase(String database) {
        List<Change> changes = new ArrayList<>();
        for (StoredCollection collection : collections(database)) {
            remove(collection);
            changes.add(change(Kind.DROP, collection, null));
        }
        if (!changes.isEmpty()) {
            changes.add(new Change(Kind.DROP_DATABASE, database, null, null, null, null, null, null, false));
            store.commit(changes);
        }
    }

    /** Gives a collection another name, dropping what has it. */
    public void rename(StoredCollection collection, Namespace to, @Nullable StoredCollection target) {
        Document description = new Document("to", new Document("db", to.database()).append("coll", to.collection()));
        if (target != null) {
            remove(target);
            description.append("dropTarget", target.uuid());
        }
        Change change = change(Kind.RENAME, collection, description);
        remove(collection);
        collection.rename(to);
        databases.computeIfAbsent(to.database(), any -> new TreeMap<>()).put(to.collection(), collection);
        store.commit(List.of(change));
    }

    private void remove(StoredCollection collection) {
        Namespace name = collection.namespace();
        NavigableMap<String, StoredCollection> database = databases.get(name.database());
        if (database != null) {
            database.remove(name.collection());
            if (database.isEmpty()) {
                databases.remove(name.database());
            }
        }
        if (store.snapshots().anyBefore(store.sequence() + 1)) {
            dropped.put(name, store.sequence() + 1);
        }
    }

    /** Changes a collection's options. */
    public void modify(StoredCollection collection, Document options, Document description) {
        collection.options(options);
        store.commit(List.of(change(Kind.MODIFY, collection, description)));
    }

    /** Changes an index's specification, without its keys. */
    public void modifyIndex(StoredCollection collection, Document specification, Document description) {
        collection.indexes.put((String) specification.get("name"), specification);
        store.commit(List.of(change(Kind.MODIFY, collection, description)));
    }

    /** Adds an index; a unique one is refused where documents share a key. */
    public void addIndexes(
            View view, StoredCollection collection, List<Document> specifications, PartialFilters filters) {
        Map<String, UniqueIndex> unique = new TreeMap<>();
        for (Document specification : specifications) {
            if (Boolean.TRUE.equals(specification.get("unique"))) {
                unique.put(
                        (String) specification.get("name"),
                        UniqueIndex.build(view, collection, specification, filters));
            }
        }
        collection.uniqueIndexes.putAll(unique);
        for (Document specification : specifications) {
            collection.indexes.put((String) specification.get("name"), specification);
        }
        if (specifications.isEmpty()) {
            return;
        }
        Change change = change(Kind.CREATE_INDEXES, collection, new Document("indexes", specifications));
        if (view.workspace() != null) {
            view.workspace().changes.add(change);
        } else {
            store.commit(List.of(change));
        }
    }

    /** Drops indexes by their names. */
    public void dropIndexes(StoredCollection collection, List<Document> specifications) {
        for (Document specification : specifications) {
            collection.indexes.remove((String) specification.get("name"));
            collection.uniqueIndexes.remove((String) specification.get("name"));
        }
        if (!specifications.isEmpty()) {
            store.commit(List.of(
                    change(Kind.DROP_INDEXES, collection, new Document("indexes", List.copyOf(specifications)))));
        }
    }

    void publish(Workspace workspace) {
        workspace.created.forEach((name, collection) -> {
            collection.since(store.sequence());
            databases.computeIfAbsent(name.database(), any -> new TreeMap<>()).put(name.collection(), collection);
        });
        forget(workspace);
    }

    void forget(Workspace workspace) {
        beingCreated.values().removeIf(creator -> creator == workspace);
        open.remove(workspace);
    }

    void forgetOldDrops() {
        dropped.values().removeIf(place -> !store.snapshots().anyBefore(place));
    }

    /** Everything that is committed, for statistics and listings, in the order of names. */
    public List<StoredCollection> all() {
        return databases.values().stream()
                .flatMap(database -> database.values().stream())
                .sorted(Comparator.comparing(
                        collection -> collection.namespace().toString()))
                .toList();
    }
}
