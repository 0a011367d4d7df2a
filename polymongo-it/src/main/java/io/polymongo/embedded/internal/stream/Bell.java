package io.polymongo.embedded.internal.stream;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes the one reader of a stream. It stays rung until it is silenced, so no ring is missed. Thread-safe. */
final class Bell {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rings = lock.newCondition();
    private boolean rung;

    void ring() {
        lock.lock();
        try {
            rung = true;
            rings.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** To be done before looking whether there is something to read, not after. */
    void silence() {
        lock.lock();
        try {
            rung = false;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when it rings, or rang since it was silenced, or so many nanoseconds later. */
    void await(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (!rung && left > 0) {
                left = rings.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
