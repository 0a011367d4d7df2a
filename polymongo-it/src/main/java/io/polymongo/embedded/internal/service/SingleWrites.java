package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.engine.Filter;
import io.polymongo.embedded.internal.engine.Sorting;
import io.polymongo.embedded.internal.engine.Update;
import io.polymongo.embedded.internal.oplog.OplogEntry.Kind;
import io.polymongo.embedded.internal.store.Key;
import io.polymongo.embedded.internal.store.Namespace;
import io.polymongo.embedded.internal.store.Sizes;
import io.polymongo.embedded.internal.store.StoredCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes single documents, waiting for open transactions where they stand in the way. To be used under the store's lock,
 * which is released while waiting: what was read before is read again.
 */
final class SingleWrites {

    private static final int INVALID_ID_FIELD = 53;
    private static final int RESULT_TOO_LARGE = 17419;
    private static final int LARGEST_DOCUMENT = 16 * 1024 * 1024;
    private static final Set<String> OF_REFERENCES = Set.of("$ref", "$id", "$db");

    private final Call call;
    private final Namespace name;
    private boolean asked;

    SingleWrites(Call call, Namespace name) {
        this.call = call;
        this.name = name;
    }

    /** A document that was found, and what it has become: the same, another or, deleted, null. */
    record Changed(Document before, @Nullable Document after) {}

    /** Inserts a document and returns it with its {@code _id}. */
    Document insert(Document given) {
        Document document = withId(given);
        int size = Weight.isLight(document) ? 0 : (int) Sizes.of(List.of(document));
        if (size > LARGEST_DOCUMENT) {
            throw new CommandError(
                    ErrorCode.BAD_VALUE,
                    "object to insert too large. size in bytes: " + size + ", max size: " + LARGEST_DOCUMENT);
        }
        while (true) {
            StoredCollection collection = writable(Targets.orCreated(call, name));
            new Validation(call, collection).checkInserted(document);
            if (take(collection, Kind.INSERT, null, document, null)) {
                return document;
            }
            call.await();
        }
    }

    private @Nullable StoredCollection existing() {
        StoredCollection found = Targets.existing(call, name);
        return found == null ? null : writable(found);
    }

    private StoredCollection writable(StoredCollection collection) {
        if (collection.isCapped() && call.inTransaction()) {
            throw new CommandError(
                    ErrorCode.OPERATION_NOT_SUPPORTED_IN_TRANSACTION,
                    "Collection '" + name + "' is a capped collection. Writes in transactions are not allowed on"
                            + " capped collections.");
        }
        return collection;
    }

    private static Document withId(Document given) {
        Object id = given.containsKey("_id") ? given.get("_id") : new ObjectId();
        if (id instanceof Collection || BsonRegularExpression.isRegularExpression(id)) {
            throw new CommandError(
                    INVALID_ID_FIELD,
                    "The '_id' value cannot be of type " + (id instanceof Collection ? "array" : "regex"));
        }
        if (id instanceof Document parts) {
            checkNamesOfId(parts);
        }
        if (!given.isEmpty() && given.keySet().iterator().next().equals("_id")) {
            return given;
        }
        Document document = new Document("_id", id);
        given.forEach(document::putIfAbsent);
        return document;
    }

    private static void checkNamesOfId(Document parts) {
        parts.forEach((name, value) -> {
            if (name.startsWith("$") && !OF_REFERENCES.contains(name)) {
                throw new CommandError(
                        ErrorCode.DOLLAR_PREFIXED_FIELD_NAME,
                        "_id fields may not contain '$'-prefixed fields: " + name + " is not valid for storage.");
            }
            if (value instanceof Document inner) {
                checkNamesOfId(inner);
            }
        });
    }

    /** Changes the first document that matches; null if none does. */
    @Nullable
    Changed changeFirst(Filter filter, @Nullable Document sort, DocumentChange change) {
        filter.check();
        while (true) {
            StoredCollection collection = existing();
            Document before = collection == null ? null : first(collection, filter, sort);
            if (collection == null || before == null) {
                return null;
            }
            Document after = change.result().apply(before);
            if (writes(collection, change, before, after)) {
                return new Changed(before, after);
            }
            call.await();
        }
    }

    private @Nullable Document first(StoredCollection collection, Filter filter, @Nullable Document sort) {
        List<Document> candidates = candidates(collection, filter);
        if (sort == null || sort.isEmpty()) {
            return candidates.stream().filter(filter).findFirst().orElse(null);
        }
        List<Document> sorted = Sorting.sort(filter.apply(candidates), sort);
        return sorted.isEmpty() ? null : sorted.get(0);
    }

    private List<Document> candidates(StoredCollection collection, Filter filter) {
        Collection<?> ids = filter.ids();
        if (ids == null) {
            return collection.documents(call.view());
        }
        Set<Key> keys = new TreeSet<>();
        ids.forEach(id -> keys.add(Key.of(id)));
        return collection.documents(call.view(), keys);
    }

    private boolean writes(
            StoredCollection collection, DocumentChange change, Document before, @Nullable Document after) {
        if (after == before) {
            return true;
        }
        if (after != null) {
            new Validation(call, collection).checkChanged(before, after);
            if (!Weight.isLight(after) && Sizes.of(List.of(after)) > LARGEST_DOCUMENT) {
                throw new CommandError(
                        RESULT_TOO_LARGE, "Resulting document after update is larger than " + LARGEST_DOCUMENT);
            }
        }
        Set<String> wholes = after == null ? null : change.wholes().apply(before, after);
        return take(collection, change.kind(), before, after, wholes);
    }

    private boolean take(
            StoredCollection collection,
            Kind kind,
            @Nullable Document before,
            @Nullable Document after,
            @Nullable Set<String> wholes) {
        return call.environment()
                .writer()
                .write(call.view(), collection, kind, before, after, wholes, this::askBeforeTheFirst);
    }

    /** A fail point may stop a retryable write; it is asked once, however many documents are written here. */
    private void askBeforeTheFirst() {
        if (!asked && call.request().txnNumber() != null && !call.inTransaction()) {
            call.environment().writeFault().beforeCommit(call.request());
            asked = true;
        }
    }

    /** Changes every document that matches, each for itself. */
    List<Changed> changeAll(Filter filter, DocumentChange change) {
        filter.check();
        StoredCollection found = existing();
        if (found == null) {
            return List.of();
        }
        List<Changed> changes = new ArrayList<>();
        for (Document document : filter.apply(candidates(found, filter))) {
            Changed changed = changeOne(document, filter, change);
            if (changed != null) {
                changes.add(changed);
            }
        }
        return changes;
    }

    private @Nullable Changed changeOne(Document document, Filter filter, DocumentChange change) {
        Key id = Key.of(document.get("_id"));
        while (true) {
            StoredCollection collection = Targets.existing(call, name);
            Document before = collection == null ? null : collection.document(call.view(), id);
            if (collection == null || before == null || (before != document && !filter.test(before))) {
                return null;
            }
            Document after = change.result().apply(before);
            if (writes(collection, change, before, after)) {
                return new Changed(before, after);
            }
            call.await();
        }
    }

    /** Inserts what an upsert makes. */
    Document upsert(Update update) {
        return insert(update.insert());
    }

    static CommandError parseError(String message) {
        return new CommandError(ErrorCode.FAILED_TO_PARSE, message);
    }
}
