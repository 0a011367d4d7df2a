package io.polymongo.internal.handle;

import com.mongodb.client.MongoClient;
import io.polymongo.internal.pool.PooledDatabase;

/** Makes, and remembers while they are hot, the driver's objects that one handle stands for. Thread-safe. */
final class Resolution<T> {

    /** Makes the driver's object in a database; sends nothing. */
    @FunctionalInterface
    interface Maker<T> {
        T make(MongoClient client, PooledDatabase database);
    }

    private final Maker<T> maker;
    private final HotSlots<T> slots = new HotSlots<>();

    Resolution(Maker<T> maker) {
        this.maker = maker;
    }

    T in(PooledDatabase database) {
        return in(database.pool().client(), database);
    }

    /** For a maker that builds upon another resolution: both must see the same client. */
    T in(MongoClient client, PooledDatabase database) {
        T known = slots.get(client, database.name());
        if (known != null) {
            return known;
        }
        T made = maker.make(client, database);
        slots.put(client, database.name(), made);
        return made;
    }
}
