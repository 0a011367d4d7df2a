package io.polymongo.internal.pool;

import com.mongodb.client.MongoDatabase;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is, looked up again only when it has moved or its client was closed. Thread-safe; known, it costs one
 * volatile read.
 */
public final class DatabaseAddress {

    private final PoolRegistry pools;
    private final String database;
    private final @Nullable String pool;
    private volatile @Nullable PooledDatabase known;

    /**
     * The address of a database.
     *
     * @param pool the pool's name, or null for the one that the database is assigned to
     */
    public DatabaseAddress(PoolRegistry pools, String database, @Nullable String pool) {
        this.pools = pools;
        this.database = database;
        this.pool = pool;
    }

    /** The database's name. */
    public String database() {
        return database;
    }

    /** The pool that was named, or null. */
    public @Nullable String namedPool() {
        return pool;
    }

    /** The pool; nothing is opened for the answer. */
    public Pool pool() {
        return pools.poolOf(database, pool);
    }

    /** The database on its pool's present client, which is made if there is none; without a lease, so for a look only. */
    public PooledDatabase look() {
        PooledDatabase now = known;
        return now != null && !now.leases().isRefusing() ? now : locate();
    }

    /**
     * The database with a lease, to be given back.
     *
     * @throws io.polymongo.PolyMongoException where its pool is closed for new work
     */
    public PooledDatabase lease() {
        PooledDatabase now = known;
        return now != null && now.take() ? now : relocate();
    }

    /** Works with the database under a lease; also while its client is closing, for the sake of work in progress. */
    public <R extends @Nullable Object> R call(Function<MongoDatabase, R> work) {
        PooledDatabase now = known;
        boolean finishing = now != null && now.openClient().isRefusing() && now.pool() == pool() && now.takeWithin();
        PooledDatabase leased = now != null && finishing ? now : lease();
        try {
            return work.apply(leased.client().getDatabase(database));
        } catch (IllegalStateException e) {
            throw leased.toldOf(e);
        } finally {
            leased.giveBack();
        }
    }

    private PooledDatabase relocate() {
        PooledDatabase located;
        do {
            located = locate();
        } while (!located.take());
        return located;
    }

    private PooledDatabase locate() {
        Pool at;
        PooledDatabase located;
        do {
            at = pool();
            located = at.open().databases().admitted(database);
            // Whoever moves the database forgets what there was before; this one may have been made just after.
        } while (pool() != at);
        known = located;
        return located;
    }

    @Override
    public String toString() {
        return database;
    }
}
