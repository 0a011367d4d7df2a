package io.polymongo.internal.assembly;

import io.polymongo.TenantDirectory;
import io.polymongo.internal.log.Log;
import io.polymongo.internal.pool.Pool;
import io.polymongo.internal.pool.PoolRegistry;
import io.polymongo.internal.pool.StartCandidate;
import io.polymongo.internal.pool.StartUp;
import io.polymongo.internal.tenant.Directories;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The pools that connect while the application starts. Thread-safe. */
final class PoolsAtStart implements AutoCloseable {

    private final PoolRegistry pools;
    private final TenantDirectory directory;
    private final StartUp startUp;

    PoolsAtStart(PoolRegistry pools, TenantDirectory directory, Log log) {
        this.startUp = new StartUp(PoolsAtStart::scheduler, log);
        this.pools = pools;
        this.directory = directory;
    }

    /**
     * Makes one attempt for each pool with {@code cold-start=false}, all at the same time.
     *
     * @param servesTenants whether the stored directory of tenants, where it is in use, must be readable
     * @throws io.polymongo.ConfigurationException where waiting would not help
     */
    void connect(boolean servesTenants) {
        startUp.run(pools.all().stream()
                .filter(pool -> !pool.isColdStart())
                .map(pool -> candidate(pool, servesTenants))
                .toList());
    }

    private StartCandidate candidate(Pool pool, boolean servesTenants) {
        Runnable attempt = pool == pools.shared() ? () -> tryShared(pool, servesTenants) : pool::connect;
        return new StartCandidate(pool.name(), pool.uriKey(), attempt, pool::clientSettings, pool::cluster);
    }

    private void tryShared(Pool shared, boolean servesTenants) {
        long begun = System.nanoTime();
        shared.connect();
        if (servesTenants) {
            Directories.read(directory, shared.connectTimeout().minus(Duration.ofNanos(System.nanoTime() - begun)));
        }
    }

    /** With the class loader of the application, which finds its embedded server and its JNDI. */
    private static ScheduledExecutorService scheduler(int pools) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(pools, work -> {
            Thread thread = new Thread(work, "polymongo-start");
            thread.setDaemon(true);
            thread.setContextClassLoader(loader);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /** Makes no further attempts for a pool. */
    void stop(String pool) {
        startUp.stop(pool);
    }

    /** Makes no further attempts. */
    @Override
    public void close() {
        startUp.close();
    }
}
