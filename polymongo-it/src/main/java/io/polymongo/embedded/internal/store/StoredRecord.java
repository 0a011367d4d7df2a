package io.polymongo.embedded.internal.store;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All versions of the documents with one {@code _id}, and what an open transaction has made of it. */
final class StoredRecord {

    final StoredCollection collection;
    final Key id;

    @Nullable
    Version newest;

    @Nullable
    Workspace holder;

    @Nullable
    Document pending;

    long pendingOrder;

    StoredRecord(StoredCollection collection, Key id) {
        this.collection = collection;
        this.id = id;
    }

    /** The place and document that somebody sees, or null. */
    @Nullable
    Version visibleTo(View view) {
        if (holder != null && holder == view.workspace()) {
            return pending == null ? null : new Version(Long.MAX_VALUE, pendingOrder, pending, null);
        }
        Version version = newest;
        while (version != null && version.sequence > view.snapshot()) {
            version = version.older;
        }
        return version == null || version.document == null ? null : version;
    }

    /** Every document that is still kept here. */
    List<Document> documents() {
        List<Document> all = new ArrayList<>();
        if (holder != null && pending != null) {
            all.add(pending);
        }
        for (Version version = newest; version != null; version = version.older) {
            if (version.document != null) {
                all.add(version.document);
            }
        }
        return all;
    }

    /** Whether something here still stands at a place in the natural order. */
    boolean stands(long order) {
        if (holder != null && pending != null && pendingOrder == order) {
            return true;
        }
        for (Version version = newest; version != null; version = version.older) {
            if (version.document != null && version.order == order) {
                return true;
            }
        }
        return false;
    }
}
