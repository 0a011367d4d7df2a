package io.polymongo.internal.tx;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** When to stop repeating, by a clock that only goes forward. */
record Deadline(LongSupplier ticker, long at) {

    static Deadline after(Duration limit, LongSupplier ticker) {
        return new Deadline(ticker, ticker.getAsLong() + limit.toNanos());
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
