package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.ApiParameters;
import io.polymongo.embedded.internal.command.Owner;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The open cursors; those that idle are closed after ten minutes, or another time. Guarded by the store's lock. */
final class Cursors {

    private static final int FIRST_BATCH = 101;

    private final Map<Long, ServerCursor> cursors = new HashMap<>();
    private final LongSupplier ticker;
    private final Runnable wakeTails;
    private Duration timeout = Duration.ofMinutes(10);
    private long lastId;
    private long nextExpiry;

    /** @param wakeTails lets cursors that wait for documents see that they were killed */
    Cursors(LongSupplier ticker, Runnable wakeTails) {
        this.ticker = ticker;
        this.wakeTails = wakeTails;
        this.nextExpiry = ticker.getAsLong() + timeout.toNanos();
    }

    /** A reply with the first batch, and a cursor for the rest. */
    Document firstBatch(
            Call call, String namespace, List<Document> documents, @Nullable Object batchSize, boolean singleBatch) {
        return open(
                call,
                new ServerCursor(
                        nextId(namespace),
                        namespace,
                        Owner.of(call.request().connection()),
                        call.request().sessionId(),
                        call.transactionNumber(),
                        call.flag("noCursorTimeout"),
                        documents,
                        ticker.getAsLong()),
                batchSize,
                singleBatch);
    }

    long nextId(String namespace) {
        return ++lastId << 16 | namespace.hashCode() & 0xffff;
    }

    /** A reply with a cursor's first batch; the cursor stays if there may be more. */
    Document open(Call call, ServerCursor cursor, @Nullable Object batchSize, boolean singleBatch) {
        int most = batchSize instanceof Number size ? size.intValue() : FIRST_BATCH;
        List<Document> batch = cursor.next(most);
        // a batch of none leaves the cursor open even where nothing was found
        boolean open = !singleBatch && (!cursor.isExhausted() || most == 0);
        if (open) {
            cursor.api = ApiParameters.of(call.request());
            cursors.put(cursor.id, cursor);
        }
        Document reply = new Document("firstBatch", batch);
        if (call.readTime() != null) {
            reply.append("atClusterTime", call.readTime());
        }
        return Command.ok()
                .append("cursor", reply.append("id", open ? cursor.id : 0L).append("ns", cursor.namespace));
    }

    @Nullable
    ServerCursor find(long id) {
        ServerCursor cursor = cursors.get(id);
        if (cursor != null) {
            cursor.lastUse = ticker.getAsLong();
        }
        return cursor;
    }

    @Nullable
    Owner ownerOf(long id) {
        ServerCursor cursor = cursors.get(id);
        return cursor == null ? null : cursor.owner;
    }

    boolean kill(long id) {
        boolean killed = cursors.remove(id) != null;
        wakeTails.run();
        return killed;
    }

    void killOf(UUID session) {
        cursors.values().removeIf(cursor -> session.equals(cursor.session));
        wakeTails.run();
    }

    /** Kills the cursors of a session's transaction. */
    void killOf(UUID session, long transactionNumber) {
        cursors.values()
                .removeIf(cursor -> session.equals(cursor.session)
                        && cursor.transactionNumber != null
                        && cursor.transactionNumber == transactionNumber);
    }

    /** Whether any may have idled for too long. */
    boolean mayHaveExpired() {
        return ticker.getAsLong() - nextExpiry >= 0;
    }

    void expire() {
        if (!mayHaveExpired()) {
            return;
        }
        long now = ticker.getAsLong();
        long allowed = timeout.toNanos();
        cursors.values().removeIf(cursor -> !cursor.mayIdle && now - cursor.lastUse >= allowed);
        // What is opened or used after this may idle for longer.
        long longest = cursors.values().stream()
                .filter(cursor -> !cursor.mayIdle)
                .mapToLong(cursor -> now - cursor.lastUse)
                .max()
                .orElse(0);
        nextExpiry = now + allowed - longest;
    }

    Duration timeout() {
        return timeout;
    }

    void timeout(Duration value) {
        timeout = value;
        nextExpiry = ticker.getAsLong();
    }

    int count() {
        return cursors.size();
    }
}
