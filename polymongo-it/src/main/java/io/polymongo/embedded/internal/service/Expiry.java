package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.oplog.OplogEntry.Kind;
import io.polymongo.embedded.internal.store.Store;
import io.polymongo.embedded.internal.store.StoredCollection;
import io.polymongo.embedded.internal.store.View;
import io.polymongo.embedded.internal.store.Writer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Deletes what has expired by its TTL index: once a minute, with the next command then. Guarded by the store's lock.
 */
final class Expiry {

    private static final long PERIOD = Duration.ofSeconds(60).toNanos();

    private final Store store;
    private final Writer writer;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private long lastRun;

    Expiry(Store store, Writer writer, InstantSource clock, LongSupplier ticker) {
        this.store = store;
        this.writer = writer;
        this.clock = clock;
        this.ticker = ticker;
        this.lastRun = ticker.getAsLong();
    }

    boolean isDue() {
        return ticker.getAsLong() - lastRun >= PERIOD;
    }

    void run() {
        if (!isDue()) {
            return;
        }
        lastRun = ticker.getAsLong();
        for (StoredCollection collection : store.catalog().all()) {
            for (Document index : collection.indexes()) {
                if (index.get("expireAfterSeconds") instanceof Number seconds
                        && index.get("key") instanceof Document key
                        && key.size() == 1) {
                    expire(collection, key, seconds.longValue());
                }
            }
        }
    }

    private void expire(StoredCollection collection, Map<String, Object> key, long seconds) {
        String field = key.keySet().iterator().next();
        Instant limit = clock.instant().minusSeconds(seconds);
        for (Document document : collection.documents(View.LATEST)) {
            if (isBefore(Utils.getSubdocumentValueCollectionAware(document, field), limit)) {
                // what a transaction holds is left for the next run
                writer.write(View.LATEST, collection, Kind.DELETE, document, null, null, () -> {});
            }
        }
    }

    /** Of an array the earliest date counts; what is no date never expires. */
    private static boolean isBefore(Object value, Instant limit) {
        if (value instanceof Collection<?> several) {
            return several.stream().anyMatch(each -> each instanceof Instant date && !date.isAfter(limit));
        }
        return value instanceof Instant date && !date.isAfter(limit);
    }
}
