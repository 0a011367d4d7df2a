package io.polymongo.internal.pool;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Closes a client once, on a thread of its own: the driver tells the server of ended sessions then, and waits without a
 * limit for one that does not answer. Thread-safe.
 */
final class ClientCloser {

    /** How long one who closes waits for the driver, beyond the wait for work in progress. */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(5);

    private final String pool;
    private final Runnable closing;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile long begunAt;

    ClientCloser(String pool, Runnable closing) {
        this.pool = pool;
        this.closing = closing;
    }

    /** Begins to close, unless somebody has. */
    void begin() {
        if (begun.compareAndSet(false, true)) {
            begunAt = System.nanoTime();
            Thread thread = new Thread(this::run, "polymongo-close-" + pool);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * Waits for the end, at most for what is left of a deadline and a little more. That little begins with the closing, so
     * that of several clients whose servers do not answer each has its own, all at the same time.
     */
    void await(long nanosLeft) {
        long ofGrace = GRACE - (System.nanoTime() - begunAt);
        try {
            done.await(Math.max(nanosLeft, 0) + Math.max(ofGrace, 0), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            closing.run();
        } finally {
            done.countDown();
        }
    }
}
