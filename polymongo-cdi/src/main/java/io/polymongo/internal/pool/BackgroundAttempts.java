package io.polymongo.internal.pool;

import io.polymongo.NotConnectedException;
import io.polymongo.internal.log.Log;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tries a pool again that found no server at the start: five times, each a while after the one before, until one
 * succeeds or waiting turns out to be in vain. Thread-safe.
 */
final class BackgroundAttempts {

    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(20),
            Duration.ofSeconds(25));

    private final StartCandidate pool;
    private final ScheduledExecutorService scheduler;
    private final Runnable atEnd;
    private final Log log;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Future<?> next;
    private int made;
    private boolean ended;

    /**
     * Does nothing yet.
     *
     * @param atEnd called once, when there will be no further attempt
     */
    BackgroundAttempts(StartCandidate pool, ScheduledExecutorService scheduler, Runnable atEnd, Log log) {
        this.pool = pool;
        this.scheduler = scheduler;
        this.atEnd = atEnd;
        this.log = log.ofPool(pool.name());
    }

    /** Says that there will be some, and waits for the first. */
    void begin(Throwable reason) {
        log.warning(
                "no server yet (" + pool.reason(reason) + "); five more attempts follow, after 5, 10, 15, 20 and 25 s");
        waitForNext();
    }

    private void waitForNext() {
        lock.lock();
        try {
            if (!ended) {
                next = scheduler.schedule(this::attempt, PAUSES.get(made).toMillis(), TimeUnit.MILLISECONDS);
                made++;
            }
        } finally {
            lock.unlock();
        }
    }

    private void attempt() {
        if (isEnded()) {
            return;
        }
        try {
            pool.attempt().run();
        } catch (NotConnectedException e) {
            // Somebody disconnected it, who is not to be contradicted.
            end();
            return;
        } catch (RuntimeException e) {
            failed(e);
            return;
        }
        if (end()) {
            log.info("connected");
        }
    }

    private void failed(RuntimeException error) {
        StartVerdict verdict = pool.judge(error);
        if (verdict.isFatal()) {
            if (end()) {
                log.error(pool.line(verdict, error), error);
            }
            return;
        }
        if (made < PAUSES.size()) {
            waitForNext();
            return;
        }
        if (end()) {
            log.warning("still no server (" + pool.reason(error) + "); no further attempts, the next use tries again");
        }
    }

    /** No further attempt; one that runs is interrupted, and says nothing any more. */
    void stop() {
        if (end()) {
            lock.lock();
            try {
                if (next != null) {
                    next.cancel(true);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean isEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    private boolean end() {
        lock.lock();
        try {
            if (ended) {
                return false;
            }
            ended = true;
        } finally {
            lock.unlock();
        }
        atEnd.run();
        return true;
    }
}
