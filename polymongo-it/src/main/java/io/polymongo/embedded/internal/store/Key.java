package io.polymongo.embedded.internal.store;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A document's {@code _id}, or its values in an index, to be compared as BSON: {@code 1}, {@code 1L} and {@code 1.0} are one. */
public record Key(List<@Nullable Object> values) implements Comparable<Key> {

    /** A key of one value. */
    public static Key of(@Nullable Object value) {
        return new Key(Collections.singletonList(value));
    }

    /** A key of several. */
    public static Key of(@Nullable Object[] values) {
        return new Key(Collections.unmodifiableList(Arrays.asList(values)));
    }

    @Override
    public int compareTo(Key other) {
        for (int i = 0; i < values.size() && i < other.values.size(); i++) {
            int compared = BsonOrder.INSTANCE.compare(values.get(i), other.values.get(i));
            if (compared != 0) {
                return compared;
            }
        }
        return Integer.compare(values.size(), other.values.size());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Key key && compareTo(key) == 0;
    }

    @Override
    public int hashCode() {
        // numbers of several types are one, so only what is no number may spread
        return Arrays.hashCode(values.stream()
                .map(value -> value instanceof String ? value : 0)
                .toArray());
    }
}
