package io.polymongo.internal.pool;

import io.polymongo.ConfigurationException;
import io.polymongo.ErrorId;
import io.polymongo.NotConnectedException;
import io.polymongo.PolyMongoException;
import io.polymongo.internal.log.Log;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The one attempt that pools with {@code cold-start=false} make while the application starts, all of them at the same
 * time, and what follows from it. Thread-safe; {@link #run} is called once.
 */
public final class StartUp implements AutoCloseable {

    private record Failure(Throwable error, StartVerdict verdict) {}

    private final IntFunction<ScheduledExecutorService> schedulers;
    private final Log log;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, BackgroundAttempts> background = new LinkedHashMap<>();
    private @Nullable ScheduledExecutorService scheduler;
    private boolean closed;

    /**
     * Does nothing yet.
     *
     * @param schedulers makes one for a number of pools; it is shut down here
     */
    public StartUp(IntFunction<ScheduledExecutorService> schedulers, Log log) {
        this.log = log;
        this.schedulers = schedulers;
    }

    /**
     * Makes the attempts and returns when each has ended.
     *
     * @param candidates the pools that shall be connected; none is fine
     * @throws ConfigurationException with every pool that cannot connect, however long one waits
     */
    public void run(List<StartCandidate> candidates) {
        ScheduledExecutorService own = candidates.isEmpty() ? null : open(candidates.size());
        if (own == null) {
            return;
        }
        Map<StartCandidate, Failure> failures = new LinkedHashMap<>();
        try {
            failures.putAll(attempts(candidates, own));
            refuse(failures);
            failures.forEach((pool, failure) -> tryAgain(pool, failure.error(), own));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
        closeIfIdle();
    }

    private @Nullable ScheduledExecutorService open(int pools) {
        lock.lock();
        try {
            if (closed) {
                return null;
            }
            ScheduledExecutorService own = schedulers.apply(pools);
            scheduler = own;
            return own;
        } finally {
            lock.unlock();
        }
    }

    /** All at the same time: nobody waits longer than the slowest. */
    private static Map<StartCandidate, Failure> attempts(
            List<StartCandidate> candidates, ScheduledExecutorService executor) {
        Map<StartCandidate, Future<@Nullable Failure>> running = new LinkedHashMap<>();
        candidates.forEach(pool -> running.put(pool, executor.submit(() -> attempt(pool))));
        Map<StartCandidate, Failure> failures = new LinkedHashMap<>();
        running.forEach((pool, attempt) -> {
            try {
                Failure failure = attempt.get();
                if (failure != null) {
                    failures.put(pool, failure);
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException("the attempt of the pool '" + pool.name() + "' broke", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the pool '" + pool.name() + "' connects", e);
            }
        });
        return failures;
    }

    private static @Nullable Failure attempt(StartCandidate pool) {
        try {
            pool.attempt().run();
            return null;
        } catch (NotConnectedException e) {
            // Somebody disconnected it, who is not to be contradicted.
            return null;
        } catch (RuntimeException | Error e) {
            return new Failure(e, pool.judge(e));
        }
    }

    private static void refuse(Map<StartCandidate, Failure> failures) {
        List<String> lines = new ArrayList<>();
        List<Throwable> causes = new ArrayList<>();
        failures.forEach((pool, failure) -> {
            if (failure.verdict().isFatal()) {
                lines.add(pool.line(failure.verdict(), failure.error()));
                causes.add(failure.error());
            }
        });
        if (lines.isEmpty()) {
            return;
        }
        if (causes.size() == 1 && causes.get(0) instanceof PolyMongoException own) {
            throw own;
        }
        ConfigurationException refused = new ConfigurationException(ErrorId.START_REFUSED, lines, causes.get(0));
        causes.stream().skip(1).forEach(refused::addSuppressed);
        throw refused;
    }

    private void tryAgain(StartCandidate pool, Throwable error, ScheduledExecutorService own) {
        BackgroundAttempts attempts = new BackgroundAttempts(pool, own, () -> forget(pool.name()), log);
        lock.lock();
        try {
            if (closed) {
                return;
            }
            background.put(pool.name(), attempts);
        } finally {
            lock.unlock();
        }
        attempts.begin(error);
    }

    private void forget(String pool) {
        lock.lock();
        try {
            background.remove(pool);
        } finally {
            lock.unlock();
        }
        closeIfIdle();
    }

    /** No thread stays that has nothing to do any more. */
    private void closeIfIdle() {
        lock.lock();
        try {
            if (background.isEmpty() && scheduler != null) {
                scheduler.shutdown();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the attempts of a pool that somebody closes; without any it does nothing. */
    public void stop(String pool) {
        BackgroundAttempts attempts;
        lock.lock();
        try {
            attempts = background.get(pool);
        } finally {
            lock.unlock();
        }
        if (attempts != null) {
            attempts.stop();
        }
    }

    /** Ends all attempts, for good; one that runs is interrupted. */
    @Override
    public void close() {
        List<BackgroundAttempts> all;
        ScheduledExecutorService own;
        lock.lock();
        try {
            closed = true;
            all = List.copyOf(background.values());
            own = scheduler;
        } finally {
            lock.unlock();
        }
        all.forEach(BackgroundAttempts::stop);
        if (own != null) {
            own.shutdownNow();
        }
    }
}
