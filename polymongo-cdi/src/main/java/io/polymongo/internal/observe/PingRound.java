package io.polymongo.internal.observe;

import com.mongodb.MongoTimeoutException;
import io.polymongo.internal.log.Log;
import io.polymongo.internal.pool.Probeable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks pools whether they answer, all at once and within one bound. A single one is asked on the caller's thread, several
 * on threads of their own that end with their answers. Thread-safe.
 */
final class PingRound {

    static final String OK = "ok";
    static final String BUSY = "busy";
    static final String FAILED = "failed";

    private final LongSupplier ticker;
    private final Log log;

    /** Pools that a thread is still asking: one that hangs, in a customizer or in DNS, does not get a second. */
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    /**
     * Asks nobody yet.
     *
     * @param ticker the time in nanoseconds
     */
    PingRound(LongSupplier ticker, Log log) {
        this.ticker = ticker;
        this.log = log;
    }

    /** Each pool's answer, by its name. */
    Map<String, String> ask(List<? extends Probeable> pools, Duration bound) {
        Map<String, String> answers = new LinkedHashMap<>();
        if (pools.size() == 1) {
            answers.put(pools.get(0).name(), ping(pools.get(0), bound));
            return answers;
        }
        long deadline = ticker.getAsLong() + bound.toNanos();
        Map<Probeable, FutureTask<String>> tasks = new LinkedHashMap<>();
        for (Probeable pool : pools) {
            // Who has no connection to spare is not asked, and needs no thread for it.
            if (!pool.isExhausted() && asked.add(pool.name())) {
                tasks.put(pool, start(pool, bound));
            }
        }
        for (Probeable pool : pools) {
            String answer = answerOf(tasks.get(pool), deadline);
            answers.put(pool.name(), answer != null ? answer : unanswered(pool));
        }
        return answers;
    }

    private FutureTask<String> start(Probeable pool, Duration bound) {
        FutureTask<String> task = new FutureTask<>(() -> {
            try {
                return ping(pool, bound);
            } finally {
                asked.remove(pool.name());
            }
        });
        Thread thread = new Thread(null, task, "polymongo-readiness-" + pool.name(), 0, false);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private @Nullable String answerOf(@Nullable FutureTask<String> task, long deadline) {
        if (task == null) {
            return null;
        }
        try {
            return task.get(Math.max(deadline - ticker.getAsLong(), 0), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return null;
        } catch (InterruptedException e) {
            // Each further wait ends at once, too.
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private String ping(Probeable pool, Duration bound) {
        if (pool.isExhausted()) {
            return BUSY;
        }
        try {
            pool.ping(bound);
            return OK;
        } catch (MongoTimeoutException e) {
            return pool.isExhausted() ? BUSY : failed(pool, e);
        } catch (RuntimeException e) {
            // Whatever it is (a customizer's, or the driver's of a client that is being closed): a runtime would tell
            // those who ask its text.
            return failed(pool, e);
        }
    }

    private static String unanswered(Probeable pool) {
        return pool.isExhausted() ? BUSY : FAILED;
    }

    private String failed(Probeable pool, RuntimeException e) {
        log.ofPool(pool.name()).debug("readiness: no answer from the server", e);
        return FAILED;
    }
}
