package io.polymongo.internal.tx;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Time and chance, so that tests decide both.
 *
 * @param ticker the time in nanoseconds; only differences count
 * @param random from 0 to less than 1
 * @param sleeper waits
 */
public record Timing(LongSupplier ticker, DoubleSupplier random, Sleeper sleeper) {

    /** Waits for some nanoseconds. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(long nanos) throws InterruptedException;
    }

    /** Those of the machine. */
    public static Timing ofSystem() {
        return new Timing(
                System::nanoTime, () -> ThreadLocalRandom.current().nextDouble(), TimeUnit.NANOSECONDS::sleep);
    }
}
