package io.polymongo.internal.tx;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** When to stop repeating, by a clock that only goes forward. */
record Deadline(LongSupplier ticker, long at) {

    /** Nanoseconds cannot tell apart what lies further ahead. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    static Deadline after(Duration limit, LongSupplier ticker) {
        Duration counted = limit.compareTo(LONGEST) < 0 ? limit : LONGEST;
        return new Deadline(ticker, ticker.getAsLong() + counted.toNanos());
    }

    /** The earlier of the two. */
    Deadline cappedBy(@Nullable Deadline outer) {
        return outer != null && outer.at - at < 0 ? outer : this;
    }

    /** Whether so many nanoseconds are left. */
    boolean allows(long nanos) {
        return ticker.getAsLong() + nanos - at < 0;
    }
}
