package io.polymongo.internal.handle;

import com.mongodb.client.MongoClient;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The driver's objects of databases in frequent use: a bounded, direct-mapped cache without locks, in which a newcomer
 * takes its slot from whoever has it. Missing costs half a microsecond, so that nothing cleverer pays. The first
 * database needs no table: most handles that are made on the way ({@code withReadPreference}) see no second one.
 */
final class HotSlots<T> {

    private static final int SIZE = 512;

    private record Slot<T>(MongoClient client, String database, T value) {

        boolean isOf(MongoClient otherClient, String otherDatabase) {
            return client == otherClient && database.equals(otherDatabase);
        }
    }

    private volatile @Nullable Slot<T> first;
    private volatile @Nullable AtomicReferenceArray<@Nullable Slot<T>> table;

    @Nullable
    T get(MongoClient client, String database) {
        Slot<T> slot = first;
        if (slot != null && slot.isOf(client, database)) {
            return slot.value();
        }
        AtomicReferenceArray<@Nullable Slot<T>> slots = table;
        if (slots != null) {
            slot = slots.get(index(database));
            if (slot != null && slot.isOf(client, database)) {
                return slot.value();
            }
        }
        return null;
    }

    void put(MongoClient client, String database, T value) {
        Slot<T> slot = new Slot<>(client, database, value);
        Slot<T> firstNow = first;
        if (firstNow == null || firstNow.client() != client) {
            first = slot;
            table = null;
            return;
        }
        AtomicReferenceArray<@Nullable Slot<T>> slots = table;
        if (slots == null) {
            slots = new AtomicReferenceArray<>(SIZE);
            table = slots;
        }
        slots.set(index(database), slot);
    }

    private static int index(String database) {
        int hash = database.hashCode();
        return (hash ^ hash >>> 16) & SIZE - 1;
    }
}
