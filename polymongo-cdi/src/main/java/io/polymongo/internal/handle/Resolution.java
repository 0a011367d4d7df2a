package io.polymongo.internal.handle;

import io.polymongo.internal.pool.PooledDatabase;

/** Makes, and remembers while they are hot, the driver's objects that one handle stands for. Thread-safe. */
final class Resolution<T> {

    /** Makes the driver's object in a database; sends nothing. */
    @FunctionalInterface
    interface Maker<T> {
        T make(PooledDatabase database);
    }

    private final Maker<T> maker;
    private final HotSlots<T> slots = new HotSlots<>();

    Resolution(Maker<T> maker) {
        this.maker = maker;
    }

    T in(PooledDatabase database) {
        T known = slots.get(database);
        if (known != null) {
            return known;
        }
        T made = maker.make(database);
        slots.put(database, made);
        return made;
    }
}
