package io.polymongo.internal.pool;

import com.mongodb.client.MongoClient;
import com.mongodb.connection.ClusterDescription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One client of a pool from its making to its closing, and the work in progress on it. A pool has one after the other; the
 * former may still be finishing its work while the next one serves. Thread-safe.
 */
final class OpenClient {

    private final Pool pool;
    private volatile @Nullable MongoClient client;
    private final ClientSigns signs;
    private final Runnable afterwards;
    private final LongSupplier ticker;
    private final OpenCursors cursors;
    private final OpenDatabases databases = new OpenDatabases(this);
    private final ReentrantLock waiting = new ReentrantLock();
    private final Condition givenBack = waiting.newCondition();
    private final ClientCloser closer;

    /**
     * Takes a client over.
     *
     * @param signs what the driver tells of it
     * @param afterwards done once when the client was closed
     * @param ticker the time in nanoseconds
     */
    OpenClient(
            Pool pool,
            MongoClient client,
            ClientSigns signs,
            OpenCursors cursors,
            Runnable afterwards,
            LongSupplier ticker) {
        this.pool = pool;
        this.client = client;
        this.signs = signs;
        this.cursors = cursors;
        this.afterwards = afterwards;
        this.ticker = ticker;
        this.closer = new ClientCloser(pool.name(), this::closeClient);
    }

    Pool pool() {
        return pool;
    }

    /** The client, to be used under a lease. */
    MongoClient client() {
        MongoClient now = client;
        if (now == null) {
            throw pool.cutOff(null);
        }
        return now;
    }

    /** What the driver knows of the servers, or null once the client was closed. */
    @Nullable
    ClusterDescription cluster() {
        MongoClient now = client;
        return now == null ? null : now.getClusterDescription();
    }

    ClientSigns signs() {
        return signs;
    }

    OpenCursors cursors() {
        return cursors;
    }

    /** The databases on this client, and the work in progress on them. */
    OpenDatabases databases() {
        return databases;
    }

    /** A lease on work that is no database's; false where new work is refused. */
    boolean take() {
        return databases.ofNone().take();
    }

    /** The same for what is no use of its own; false only when the client has closed. */
    boolean takeWithin() {
        return databases.ofNone().takeWithin();
    }

    void giveBack() {
        if (databases.ofNone().giveBack()) {
            signal();
        }
    }

    boolean isRefusing() {
        return databases.isRefusing();
    }

    /** Whether the client was closed, or is about to be, whatever is in progress. */
    boolean isEnded() {
        return databases.isEnded();
    }

    /** What the driver says of a client that was closed under somebody's hands, in our words; else the same. */
    RuntimeException toldOf(IllegalStateException said) {
        return isEnded() ? pool.cutOff(said) : said;
    }

    /** Refuses new work. */
    void refuse() {
        databases.refuse();
    }

    /**
     * Refuses new work, and waits for what is in progress. Several may do it at once.
     *
     * @param deadline by the ticker
     * @return how many leases were still out at the deadline
     */
    long drain(long deadline) {
        refuse();
        return await(deadline, databases::leases);
    }

    /** Begins to close the client, once, whatever is in progress. */
    void close() {
        databases.end();
        signal();
        closer.begin();
    }

    /** Waits for the driver after {@link #close}, a little beyond the deadline. */
    void awaitClosed(long deadline) {
        closer.await(deadline - ticker.getAsLong());
    }

    /** Waits until no lease on a database is out, up to a deadline by the ticker; answers how many still are. */
    long await(PooledDatabase database, long deadline) {
        return await(deadline, () -> database.leases().count());
    }

    private long await(long deadline, LongSupplier leases) {
        boolean interrupted = false;
        waiting.lock();
        try {
            for (; ; ) {
                long out = leases.getAsLong();
                long left = deadline - ticker.getAsLong();
                if (out == 0 || left <= 0 || isEnded() || interrupted) {
                    return out;
                }
                try {
                    givenBack.awaitNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
                } catch (InterruptedException e) {
                    // Who is interrupted waits no longer; the client is closed all the same.
                    interrupted = true;
                }
            }
        } finally {
            waiting.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void signal() {
        waiting.lock();
        try {
            givenBack.signalAll();
        } finally {
            waiting.unlock();
        }
    }

    private void closeClient() {
        try {
            cursors.forgetAll(this);
            if (signs.retire()) {
                pool.lost();
            }
            client().close();
        } finally {
            // Handles may keep this in mind for long; the driver's client shall be gone.
            client = null;
            afterwards.run();
        }
    }
}
