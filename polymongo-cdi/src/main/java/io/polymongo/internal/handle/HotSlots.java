package io.polymongo.internal.handle;

import io.polymongo.internal.pool.PooledDatabase;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The driver's objects of databases in frequent use: a bounded cache without locks, of short rows, in which a newcomer
 * takes the first place, and the last one falls out. With one place a row, a hundred tenants would already push each
 * other out; missing costs half a microsecond, so that nothing cleverer pays. The first database needs no table: most
 * handles that are made on the way ({@code withReadPreference}) see no second one.
 */
final class HotSlots<T> {

    private static final int ROW = 4;
    private static final int ROW_BITS = 7;
    private static final int ROWS = 1 << ROW_BITS;

    /** Names that differ in a few digits have hashes close to each other; the golden ratio takes them apart. */
    private static final int SPREAD = 0x9E3779B9;

    private record Slot<T>(PooledDatabase database, T value) {}

    private volatile @Nullable Slot<T> first;
    private volatile @Nullable AtomicReferenceArray<@Nullable Slot<T>> table;

    @Nullable
    T get(PooledDatabase database) {
        Slot<T> slot = first;
        if (slot != null && slot.database() == database) {
            return slot.value();
        }
        AtomicReferenceArray<@Nullable Slot<T>> slots = table;
        if (slots != null) {
            int row = row(database.name());
            for (int i = row; i < row + ROW; i++) {
                slot = slots.get(i);
                if (slot != null && slot.database() == database) {
                    return slot.value();
                }
            }
        }
        return null;
    }

    void put(PooledDatabase database, T value) {
        Slot<T> slot = new Slot<>(database, value);
        Slot<T> firstNow = first;
        // What is of a closed client must not be kept for ever.
        if (firstNow == null || firstNow.database().isEnded()) {
            first = slot;
            table = null;
            return;
        }
        AtomicReferenceArray<@Nullable Slot<T>> slots = table;
        if (slots == null) {
            slots = new AtomicReferenceArray<>(ROWS * ROW);
            table = slots;
        }
        int row = row(database.name());
        // Two that do this at once may lose or double a slot, which then is made again or falls out.
        for (int i = row + ROW - 1; i > row; i--) {
            Slot<T> moved = slots.get(i - 1);
            slots.set(i, moved == null || moved.database().isEnded() ? null : moved);
        }
        slots.set(row, slot);
    }

    private static int row(String database) {
        int hash = database.hashCode() * SPREAD;
        return (hash >>> 32 - ROW_BITS) * ROW;
    }
}
