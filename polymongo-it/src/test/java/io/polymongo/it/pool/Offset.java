package io.polymongo.it.pool;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The machine's time, and as much more as the test says. */
final class Offset implements LongSupplier {

    private final AtomicLong more = new AtomicLong();

    void advance(Duration by) {
        more.addAndGet(by.toNanos());
    }

    @Override
    public long getAsLong() {
        return System.nanoTime() + more.get();
    }
}
