package io.polymongo.internal.pool;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Closes all pools together, and lets them open again. Thread-safe. */
final class MainSwitch {

    private final PoolParts parts;
    private final Supplier<List<Pool>> pools;
    private final ReentrantLock changing = new ReentrantLock();
    private final CountDownLatch closed = new CountDownLatch(1);

    MainSwitch(PoolParts parts, Supplier<List<Pool>> pools) {
        this.parts = parts;
        this.pools = pools;
    }

    /** Lets clients be made again. */
    void on() {
        changing.lock();
        try {
            parts.gate().open();
        } finally {
            changing.unlock();
        }
    }

    /** Closes all clients until they are let on again; without any it does nothing. */
    void off(long deadline) {
        changing.lock();
        try {
            if (pools.get().stream().noneMatch(Pool::hasClient)) {
                return;
            }
            parts.gate().disconnecting();
        } finally {
            changing.unlock();
        }
        try {
            closeAll(deadline);
        } finally {
            changing.lock();
            try {
                parts.gate().disconnected();
            } finally {
                changing.unlock();
            }
        }
    }

    /**
     * Closes all clients for good; who comes second waits until the first one has.
     *
     * @param last what is left to do then, once
     */
    void offForGood(long deadline, Runnable last) {
        boolean isFirst;
        changing.lock();
        try {
            isFirst = parts.gate().closing();
        } finally {
            changing.unlock();
        }
        if (!isFirst) {
            awaitClosed();
            return;
        }
        try {
            closeAll(deadline);
        } finally {
            parts.gate().closed();
            last.run();
            closed.countDown();
        }
    }

    private void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All at the same time: first each refuses new work, then each closes when its own has ended. */
    private void closeAll(long deadline) {
        List<Pool> all = pools.get();
        all.forEach(Pool::leave);
        all.forEach(pool -> pool.former().drainAll(deadline));
        all.forEach(pool -> pool.former().awaitClosed(deadline));
        parts.housekeeping().stop();
    }
}
