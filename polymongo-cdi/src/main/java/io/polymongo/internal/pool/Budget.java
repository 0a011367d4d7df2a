package io.polymongo.internal.pool;

import com.mongodb.MongoClientSettings;
import io.polymongo.BudgetConfig;
import io.polymongo.BudgetException;
import io.polymongo.ErrorId;
import io.polymongo.internal.config.ConnectionCount;
import io.polymongo.internal.log.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What all pools together may take: {@code max-pools} and {@code max-total-connections}. A client is made only with an
 * {@link Admission}. While a pool's former client drains and its new one serves already, the larger of both counts and
 * not their sum: the pool is one, and the drained one opens nothing more. Thread-safe; nothing here is on the way of a
 * call.
 */
public final class Budget {

    private final @Nullable Integer maxPools;
    private final @Nullable Integer maxConnections;
    private final Executor handOver;
    private final Log log;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, List<Admission>> open = new TreeMap<>();

    /**
     * Begins with nothing in use.
     *
     * @param handOver runs what follows from the driver's events, off its threads; one that is shut down runs nothing
     */
    public Budget(BudgetConfig config, Executor handOver, Log log) {
        this.log = log;
        this.maxPools = config.maxPools();
        this.maxConnections = config.maxTotalConnections();
        this.handOver = handOver;
    }

    /**
     * Admits a client that is about to be made. Asks DNS where {@code max-total-connections} is set and the servers stand
     * in an SRV record.
     *
     * @param pool the pool's name; the shared one counts as one, too
     * @param settings the client's, complete
     * @return to be closed when the client was closed, or could not be made
     * @throws BudgetException if a bound would be passed
     */
    public Admission admit(String pool, MongoClientSettings settings) {
        int maxSize = settings.getConnectionPoolSettings().getMaxSize();
        Admission asked = new Admission(pool, maxSize, maxConnections == null ? 1 : ServerCount.of(settings, log));
        lock.lock();
        try {
            checkPools(asked);
            checkConnections(asked);
            open.computeIfAbsent(pool, name -> new ArrayList<>()).add(asked);
        } finally {
            lock.unlock();
        }
        return asked;
    }

    private void checkPools(Admission asked) {
        if (maxPools != null && !open.containsKey(asked.pool) && open.size() >= maxPools) {
            throw new BudgetException(
                    ErrorId.BUDGET_POOLS,
                    "the pool '" + asked.pool + "' cannot be opened, since polymongo.max-pools=" + maxPools
                            + " are open: " + String.join(", ", open.keySet())
                            + "; raise it, close one of them, or put databases together in one pool");
        }
    }

    private void checkConnections(Admission asked) {
        if (maxConnections == null) {
            return;
        }
        long others = inUse() - share(asked.pool);
        if (others + Math.max(asked.connections(), share(asked.pool)) > maxConnections) {
            throw new BudgetException(
                    ErrorId.BUDGET_CONNECTIONS,
                    "the pool '" + asked.pool + "' cannot be opened: with " + asked.told()
                            + " it would pass polymongo.max-total-connections=" + maxConnections + ", of which "
                            + shares() + "; raise it, close a pool, or lower "
                            + (asked.pool.equals(Pool.SHARED)
                                    ? "polymongo.pool.max-size"
                                    : "polymongo.pools." + asked.pool + ".max-size"));
        }
    }

    /** What a pool counts for, with the lock. */
    private long share(String pool) {
        return open.getOrDefault(pool, List.of()).stream()
                .mapToLong(Admission::connections)
                .max()
                .orElse(0);
    }

    private long inUse() {
        return open.keySet().stream().mapToLong(this::share).sum();
    }

    private String shares() {
        return open.isEmpty()
                ? "none are in use"
                : open.keySet().stream()
                        .map(pool -> pool + " has " + share(pool))
                        .collect(Collectors.joining(", "));
    }

    /** How many connections are admitted at present; 0 where {@code max-total-connections} is not set. */
    public long connections() {
        lock.lock();
        try {
            return maxConnections == null ? 0 : inUse();
        } finally {
            lock.unlock();
        }
    }

    /** One client's share. Thread-safe. */
    public final class Admission implements AutoCloseable {

        private final String pool;
        private final int maxSize;
        private final int reckoned;
        private final AtomicInteger seen = new AtomicInteger();
        private int servers;
        private boolean told;

        private Admission(String pool, int maxSize, int servers) {
            this.pool = pool;
            this.maxSize = maxSize;
            this.reckoned = servers;
            this.servers = servers;
        }

        private long connections() {
            return ConnectionCount.of(maxSize, servers);
        }

        private String told() {
            String each = switch (maxSize) {
                case 0 -> "connections without bound";
                case 1 -> "1 connection";
                default -> maxSize + " connections";
            };
            return each + " to " + (servers == 1 ? "1 server" : "each of " + servers + " servers") + ", and "
                    + ConnectionCount.WATCHING + (servers == 1 ? " that watch it," : " that watch each,");
        }

        /** The settings to make the client with: they tell of servers that are discovered. */
        public MongoClientSettings watched(MongoClientSettings settings) {
            return maxConnections == null
                    ? settings
                    : MongoClientSettings.builder(settings)
                            .applyToClusterSettings(
                                    cluster -> cluster.addClusterListener(new ServerCountListener(this::discovered)))
                            .build();
        }

        /** Called under the driver's locks: the rest is done elsewhere, with whatever is the latest then. */
        private void discovered(int count) {
            if (seen.getAndSet(count) == count) {
                return;
            }
            try {
                handOver.execute(() -> corrected(seen.get()));
            } catch (RejectedExecutionException e) {
                log.debug("servers are no longer counted: closed already", e);
            }
        }

        /** So many servers there are; never fewer than were reckoned with. Warns once if that passes the budget. */
        void corrected(int count) {
            String warning = null;
            lock.lock();
            try {
                servers = Math.max(reckoned, count);
                List<Admission> own = open.getOrDefault(pool, List.of());
                if (maxConnections != null && own.contains(this) && !told && inUse() > maxConnections) {
                    told = true;
                    warning = shares();
                }
            } finally {
                lock.unlock();
            }
            if (warning != null) {
                log.ofPool(pool)
                        .warning("has more servers than were reckoned with: polymongo.max-total-connections="
                                + maxConnections + " is passed (" + warning
                                + "), and no further pool is opened; raise it, or lower sizes of pools");
            }
        }

        /** Gives it back; the second time it does nothing. */
        @Override
        public void close() {
            lock.lock();
            try {
                open.computeIfPresent(pool, (name, admissions) -> {
                    admissions.remove(this);
                    return admissions.isEmpty() ? null : admissions;
                });
            } finally {
                lock.unlock();
            }
        }
    }
}
