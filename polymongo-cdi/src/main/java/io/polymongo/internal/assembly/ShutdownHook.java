package io.polymongo.internal.assembly;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Closes when the JVM ends, if that is asked for and nobody has closed before. Thread-safe. */
final class ShutdownHook {

    private final ReentrantLock lock = new ReentrantLock();
    private final Runnable close;
    private @Nullable Thread hook;
    private boolean removed;

    /** Does nothing yet. */
    ShutdownHook(Runnable close) {
        this.close = close;
    }

    /** Registers it; does so once, and not after {@link #remove}. */
    void create() {
        lock.lock();
        try {
            if (hook != null || removed) {
                return;
            }
            Thread thread = new Thread(close, "polymongo-shutdown");
            Runtime.getRuntime().addShutdownHook(thread);
            hook = thread;
        } catch (IllegalStateException e) {
            // The JVM is ending already, and takes no more hooks.
        } finally {
            lock.unlock();
        }
    }

    /** Takes it away for good: the JVM keeps nothing alive that was closed. */
    void remove() {
        lock.lock();
        try {
            removed = true;
            if (hook != null) {
                Runtime.getRuntime().removeShutdownHook(hook);
                hook = null;
            }
        } catch (IllegalStateException e) {
            // The JVM is ending, perhaps this is the hook itself.
        } finally {
            lock.unlock();
        }
    }
}
