package io.polymongo.internal.observe;

import com.mongodb.MongoTimeoutException;
import io.polymongo.HealthConfig;
import io.polymongo.internal.pool.Pool;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether calls would be served: a bounded ping, whose failure counts for nothing while every connection is in use and
 * the driver sees its server. Answers are kept for {@code health.cache}. Thread-safe; one caller asks, others wait for
 * its answer.
 */
public final class ReadinessProbe {

    private static final System.Logger LOG = System.getLogger("io.polymongo");

    /**
     * An answer; no tenants, no addresses, no secrets.
     *
     * @param up whether calls would be served
     * @param state the pool's state
     * @param ping {@code ok}, {@code busy}, {@code failed} or {@code off}
     * @param timestamp when the server was asked
     */
    public record Answer(boolean up, String state, String ping, Instant timestamp) {}

    /** An answer and when it was given, so that a reader sees them together. */
    private record Kept(Answer answer, long askedAt) {}

    private final HealthConfig config;
    private final Pool pool;
    private final LongSupplier ticker;
    private final InstantSource clock;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Kept last;

    /**
     * Stands over a pool.
     *
     * @param ticker the time in nanoseconds, {@link System#nanoTime} outside tests
     */
    public ReadinessProbe(HealthConfig config, Pool pool, LongSupplier ticker, InstantSource clock) {
        this.config = config;
        this.pool = pool;
        this.ticker = ticker;
        this.clock = clock;
    }

    /** The configured name. */
    public String name() {
        return config.name();
    }

    /** The present answer; takes at most {@code health.timeout}. Counts as a use: it connects a pool that has not yet. */
    public Answer answer() {
        Answer known = fresh();
        if (known != null) {
            return known;
        }
        asking.lock();
        try {
            known = fresh();
            if (known != null) {
                return known;
            }
            Answer asked = ask();
            last = new Kept(asked, ticker.getAsLong());
            return asked;
        } finally {
            asking.unlock();
        }
    }

    private @Nullable Answer fresh() {
        Kept known = last;
        return known != null
                        && ticker.getAsLong() - known.askedAt() < config.cache().toNanos()
                ? known.answer()
                : null;
    }

    private Answer ask() {
        String ping = config.enabled() ? ping() : "off";
        return new Answer(!ping.equals("failed"), pool.state().name(), ping, clock.instant());
    }

    private String ping() {
        try {
            pool.ping(config.timeout());
            return "ok";
        } catch (MongoTimeoutException e) {
            return pool.isExhausted() ? "busy" : failed(e);
        } catch (RuntimeException e) {
            // Whatever it is (a customizer's, or the driver's of a client that is being closed): a runtime would tell
            // those who ask its text.
            return failed(e);
        }
    }

    private static String failed(RuntimeException e) {
        LOG.log(System.Logger.Level.DEBUG, "readiness: no answer from the server", e);
        return "failed";
    }
}
