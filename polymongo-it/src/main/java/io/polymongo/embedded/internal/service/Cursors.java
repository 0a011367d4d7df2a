package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The open cursors; those that idle are closed after ten minutes. Guarded by the store's lock. */
final class Cursors {

    private static final int FIRST_BATCH = 101;
    private static final long TIMEOUT = Duration.ofMinutes(10).toNanos();

    private final Map<Long, ServerCursor> cursors = new HashMap<>();
    private final LongSupplier ticker;
    private long lastId;

    Cursors(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /** A reply with the first batch, and a cursor for the rest. */
    Document firstBatch(
            Call call, String namespace, List<Document> documents, @Nullable Object batchSize, boolean singleBatch) {
        int most = batchSize instanceof Number size ? size.intValue() : FIRST_BATCH;
        ServerCursor cursor = new ServerCursor(
                ++lastId << 16 | namespace.hashCode() & 0xffff,
                namespace,
                call.request().sessionId(),
                call.transactionNumber(),
                call.flag("noCursorTimeout"),
                documents,
                ticker.getAsLong());
        List<Document> batch = cursor.next(most);
        // a batch of none leaves the cursor open even where nothing was found
        boolean open = !singleBatch && (!cursor.isExhausted() || most == 0);
        if (open) {
            cursors.put(cursor.id, cursor);
        }
        Document reply = new Document("firstBatch", batch);
        if (call.readTime() != null) {
            reply.append("atClusterTime", call.readTime());
        }
        return Command.ok()
                .append("cursor", reply.append("id", open ? cursor.id : 0L).append("ns", namespace));
    }

    @Nullable
    ServerCursor find(long id) {
        ServerCursor cursor = cursors.get(id);
        if (cursor != null) {
            cursor.lastUse = ticker.getAsLong();
        }
        return cursor;
    }

    boolean kill(long id) {
        return cursors.remove(id) != null;
    }

    void killOf(UUID session) {
        cursors.values().removeIf(cursor -> session.equals(cursor.session));
    }

    /** Kills the cursors of a session's transaction. */
    void killOf(UUID session, long transactionNumber) {
        cursors.values()
                .removeIf(cursor -> session.equals(cursor.session)
                        && cursor.transactionNumber != null
                        && cursor.transactionNumber == transactionNumber);
    }

    void expire() {
        long now = ticker.getAsLong();
        cursors.values().removeIf(cursor -> !cursor.mayIdle && now - cursor.lastUse >= TIMEOUT);
    }

    int count() {
        return cursors.size();
    }
}
