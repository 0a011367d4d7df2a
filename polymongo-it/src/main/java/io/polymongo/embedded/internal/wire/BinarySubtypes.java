package io.polymongo.embedded.internal.wire;

import de.bwaldvogel.mongo.bson.BinData;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the subtype of binary values, which the engine's class has no room for, as long as the very value lives. The
 * engine passes values on as they are, so that a subtype comes back with its value. Thread-safe.
 */
final class BinarySubtypes {

    private final Map<Key, Byte> subtypes = new ConcurrentHashMap<>();
    private final ReferenceQueue<BinData> gone = new ReferenceQueue<>();

    void remember(BinData value, byte subtype) {
        forgetTheDead();
        subtypes.put(new Key(value, gone), subtype);
    }

    /** The subtype, 0 if none was remembered. */
    byte of(BinData value) {
        return subtypes.isEmpty() ? 0 : subtypes.getOrDefault(new Key(value, null), (byte) 0);
    }

    private void forgetTheDead() {
        for (Reference<?> dead = gone.poll(); dead != null; dead = gone.poll()) {
            subtypes.remove(dead);
        }
    }

    /** Equal by the identity of what it refers to; after that is gone, by its own. */
    private static final class Key extends WeakReference<BinData> {

        private final int hash;

        Key(BinData value, @Nullable ReferenceQueue<BinData> queue) {
            super(value, queue);
            this.hash = System.identityHashCode(value);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || other instanceof Key key && get() != null && key.get() == get();
        }
    }
}
