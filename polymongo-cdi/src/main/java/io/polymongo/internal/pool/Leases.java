package io.polymongo.internal.pool;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what is in progress, and refuses more once it is told to. To take a lease costs one atomic addition, to give it
 * back another. Thread-safe.
 *
 * <p>One number holds it all, so that nobody slips in between a look at the flags and the counting: from the lowest bit
 * on, the leases that are out (24 bits), two flags, and how often one was taken.
 */
final class Leases {

    private static final long COUNT = (1L << 24) - 1;

    /** Nobody new may come; who is within may take more, so that what is in progress comes to its end. */
    private static final long REFUSING = 1L << 24;

    /** Nobody may. */
    private static final long ENDED = 1L << 25;

    private static final int USES = 26;
    private static final long USE_AND_COUNT = (1L << USES) + 1;

    private final AtomicLong state = new AtomicLong();

    /** Takes a lease for new work, or answers false. */
    boolean take() {
        if ((state.getAndAdd(USE_AND_COUNT) & (REFUSING | ENDED)) == 0) {
            return true;
        }
        state.addAndGet(-USE_AND_COUNT);
        return false;
    }

    /** Takes a lease for what belongs to work in progress, or is no use of its own; answers false only after the end. */
    boolean takeWithin() {
        if ((state.getAndIncrement() & ENDED) == 0) {
            return true;
        }
        state.decrementAndGet();
        return false;
    }

    /** Gives a lease back; answers whether somebody waits for this one to be the last. */
    boolean giveBack() {
        long now = state.decrementAndGet();
        return (now & REFUSING) != 0 && (now & COUNT) == 0;
    }

    /** From now on {@link #take} answers false. */
    void refuse() {
        state.updateAndGet(now -> now | REFUSING);
    }

    /** Takes {@link #refuse} back. */
    void admit() {
        state.updateAndGet(now -> now & ~REFUSING);
    }

    /** From now on nothing is taken any more; what is out may still be given back. */
    void end() {
        state.updateAndGet(now -> now | REFUSING | ENDED);
    }

    /** The same where no lease is out; answers whether that was so. */
    boolean endIfIdle() {
        long now = state.get();
        return (now & COUNT) == 0 && state.compareAndSet(now, now | REFUSING | ENDED);
    }

    boolean isRefusing() {
        return (state.get() & REFUSING) != 0;
    }

    boolean isEnded() {
        return (state.get() & ENDED) != 0;
    }

    /** The leases that are out. */
    int count() {
        return (int) (state.get() & COUNT);
    }

    /** How often a lease was taken for new work, up to 2^38 and then from 0 again. */
    long uses() {
        return state.get() >>> USES;
    }
}
