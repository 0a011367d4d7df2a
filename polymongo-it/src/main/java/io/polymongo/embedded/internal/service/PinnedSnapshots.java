package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.store.Store;
import io.polymongo.embedded.internal.store.View;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Snapshots for reads outside of transactions, kept for five minutes. Guarded by the store's lock. */
final class PinnedSnapshots {

    private static final long LIFETIME = Duration.ofMinutes(5).toNanos();

    /** A snapshot and its time in the replica set. */
    record Pinned(BsonTimestamp time, View view, long since) {}

    private final Store store;
    private final LongSupplier ticker;
    private final Deque<Pinned> pinned = new ArrayDeque<>();

    PinnedSnapshots(Store store, LongSupplier ticker) {
        this.store = store;
        this.ticker = ticker;
    }

    /** The snapshot of a time that an earlier read has been given, or of now. */
    Pinned at(@Nullable BsonTimestamp time) {
        for (Pinned candidate : pinned) {
            if (time != null && candidate.time().equals(time)) {
                return candidate;
            }
        }
        BsonTimestamp now = store.latestTimestamp();
        if (time != null && time.compareTo(now) < 0) {
            throw new CommandError(
                    ErrorCode.SNAPSHOT_TOO_OLD,
                    "Read timestamp " + time + " is older than the oldest available timestamp.");
        }
        Pinned latest = pinned.peekLast();
        if (latest != null && latest.time().equals(now)) {
            return latest;
        }
        Pinned fresh = new Pinned(now, store.pin(), ticker.getAsLong());
        pinned.addLast(fresh);
        return fresh;
    }

    /** Whether the oldest has been kept for long enough. */
    boolean haveExpired() {
        return !pinned.isEmpty() && ticker.getAsLong() - pinned.getFirst().since() >= LIFETIME;
    }

    void expire() {
        while (haveExpired()) {
            store.unpin(pinned.removeFirst().view());
        }
    }
}
