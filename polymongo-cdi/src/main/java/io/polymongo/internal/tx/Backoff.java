package io.polymongo.internal.tx;

import java.util.concurrent.TimeUnit;

/** The pauses between repetitions: growing, bounded, and by chance, so that rivals do not meet again at once. */
final class Backoff {

    private static final double FIRST = TimeUnit.MILLISECONDS.toNanos(5);
    private static final double GROWTH = 1.5;
    private static final double LONGEST = TimeUnit.MILLISECONDS.toNanos(500);

    private final Timing timing;

    Backoff(Timing timing) {
        this.timing = timing;
    }

    /**
     * Pauses before a repetition.
     *
     * @param repeats how many there were before
     * @return false, at once, where the deadline comes first; or where the thread is interrupted, and it stays so
     */
    boolean pause(int repeats, Deadline deadline) {
        double longest = Math.min(FIRST * Math.pow(GROWTH, repeats), LONGEST);
        long nanos = (long) (timing.random().getAsDouble() * longest);
        if (!deadline.allows(nanos)) {
            return false;
        }
        try {
            timing.sleeper().sleep(nanos);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
