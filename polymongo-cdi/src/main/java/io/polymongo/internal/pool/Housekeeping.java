package io.polymongo.internal.pool;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Does what falls due while nobody calls, on one daemon thread that lives from the first client to the last. Thread-safe. */
final class Housekeeping {

    /** How often cursors are looked at, unless a pool wants to be looked at earlier. */
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Runnable chores;
    private Duration period = PERIOD;
    private volatile @Nullable ScheduledThreadPoolExecutor thread;

    Housekeeping(Runnable chores) {
        this.chores = chores;
    }

    /** Starts if it does not run, and looks often enough for something that falls due after a time. */
    void startFor(@Nullable Duration due) {
        Duration wanted = due == null ? PERIOD : max(due.dividedBy(4), Duration.ofMillis(1));
        lock.lock();
        try {
            boolean sooner = wanted.compareTo(period) < 0;
            if (thread == null || sooner) {
                stop();
                period = sooner ? wanted : period;
                ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, Housekeeping::thread);
                started.scheduleWithFixedDelay(chores, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
                thread = started;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Does something soon on its thread; where that has ended, not at all. */
    void execute(Runnable work) {
        ScheduledThreadPoolExecutor running = thread;
        if (running != null) {
            running.execute(work);
        }
    }

    /** Ends the thread, until something is opened again. */
    void stop() {
        lock.lock();
        try {
            if (thread != null) {
                thread.shutdownNow();
                thread = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread where there is nothing to look after; who opens something says so after it is there to be seen. */
    void stopUnless(BooleanSupplier needed) {
        lock.lock();
        try {
            if (!needed.getAsBoolean()) {
                stop();
            }
        } finally {
            lock.unlock();
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "polymongo-housekeeping");
        thread.setDaemon(true);
        return thread;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
