package io.polymongo.embedded.internal.command;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A command on a thread, from its beginning to its end, that others may interrupt. What it ends with then counts as that
 * interruption; one that ends well in spite of it was faster, and the thread of one that may not wait is left alone.
 * Thread-safe.
 */
public class Interruptible implements AutoCloseable {

    private final @Nullable Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean ended;
    private volatile @Nullable CommandError interruption;

    /** A command of the calling thread, which must end it. */
    public Interruptible(Request request) {
        this.thread = request.mayWait() ? Thread.currentThread() : null;
    }

    /** Interrupts it, unless it has ended or was interrupted before. */
    public final void interrupt(CommandError reason) {
        lock.lock();
        try {
            if (!ended && interruption == null) {
                interruption = reason;
                if (thread != null) {
                    thread.interrupt();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Why it was interrupted, or null. */
    public final @Nullable CommandError interruption() {
        return interruption;
    }

    /** After this its thread is not interrupted any more. */
    @Override
    public void close() {
        lock.lock();
        try {
            ended = true;
            if (interruption != null && thread != null) {
                Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
    }
}
