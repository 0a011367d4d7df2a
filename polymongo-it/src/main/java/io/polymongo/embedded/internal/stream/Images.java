package io.polymongo.embedded.internal.stream;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.oplog.Oplog;
import io.polymongo.embedded.internal.oplog.OplogEntry;
import io.polymongo.embedded.internal.oplog.OplogEntry.Change;
import io.polymongo.embedded.internal.oplog.OplogEntry.Kind;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Documents as they were before and after a change, as far as their collection kept them, and as they are now. */
final class Images {

    private static final int CHUNK = 1000;

    private final Oplog oplog;
    private final StreamSources sources;

    Images(Oplog oplog, StreamSources sources) {
        this.oplog = oplog;
        this.sources = sources;
    }

    /** The document before a change, or null if it was not kept or went with its collection. */
    @Nullable
    Document before(OplogEntry entry) {
        return isKept(entry) ? entry.change().before() : null;
    }

    /** The document after a change, or null if it was not kept or went with its collection. */
    @Nullable
    Document after(OplogEntry entry) {
        return isKept(entry) ? entry.change().after() : null;
    }

    /** The document as it is now, or null if it or its collection is gone. */
    @Nullable
    Document latest(Change change) {
        String collection = change.collection();
        if (collection == null || isAnother(sources.uuidOf(change.database(), collection), change)) {
            return null;
        }
        return sources.lookup(change.database(), collection, change.documentId());
    }

    private boolean isKept(OplogEntry entry) {
        Change change = entry.change();
        String collection = change.collection();
        if (!change.keepsPreImage() || collection == null) {
            return false;
        }
        // Under its name it is there without a search; else it was dropped, or has another name now.
        return !isAnother(sources.uuidOf(change.database(), collection), change) || !isDroppedAfter(entry);
    }

    private static boolean isAnother(@Nullable UUID now, Change change) {
        return now == null || change.collectionUuid() != null && !now.equals(change.collectionUuid());
    }

    private boolean isDroppedAfter(OplogEntry entry) {
        long place = entry.sequence();
        while (true) {
            List<OplogEntry> later = oplog.after(place, CHUNK);
            if (later.isEmpty()) {
                return false;
            }
            for (OplogEntry next : later) {
                if (drops(next.change(), entry.change())) {
                    return true;
                }
                place = next.sequence();
            }
        }
    }

    private static boolean drops(Change later, Change change) {
        if (change.collectionUuid() != null && later.collectionUuid() != null) {
            return later.kind() == Kind.DROP && later.collectionUuid().equals(change.collectionUuid());
        }
        return later.kind() == Kind.DROP
                && later.database().equals(change.database())
                && later.collection() != null
                && later.collection().equals(change.collection());
    }
}
