package io.polymongo.internal.pool;

import io.polymongo.ErrorId;
import io.polymongo.PolyMongoException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which database is in which pool. Whoever has a database in hand that moves looks it up again, and does not go on where it
 * is no more. Thread-safe; to ask costs a look-up.
 */
final class DatabasePlaces {

    private final Pool shared;

    /** Databases that somebody put into a pool. */
    private final ConcurrentMap<String, Pool> assigned = new ConcurrentHashMap<>();

    /** Databases of which the application's directory of tenants has said in which pool they are. */
    private final ConcurrentMap<String, Pool> placed = new ConcurrentHashMap<>();

    private final ReentrantLock changing = new ReentrantLock();

    DatabasePlaces(Pool shared) {
        this.shared = shared;
    }

    Pool poolOf(String database) {
        Pool found = assigned.get(database);
        if (found == null && !placed.isEmpty()) {
            found = placed.get(database);
        }
        return found != null ? found : shared;
    }

    /**
     * Takes note of what the directory of tenants says of a database.
     *
     * @param pool the pool, or null for the one that the database is assigned to
     * @throws PolyMongoException {@link ErrorId#DATABASE_ELSEWHERE} if it is assigned to another pool
     */
    void place(String database, @Nullable Pool pool) {
        Pool other = assigned.get(database);
        if (pool != null && other != null && other != pool) {
            throw new PolyMongoException(
                    ErrorId.DATABASE_ELSEWHERE,
                    "the directory of tenants places the database '" + database + "' in the pool '" + pool.name()
                            + "', but it is assigned to the pool '" + other.name() + "'; correct one of the two");
        }
        if (placed.get(database) == pool) {
            return;
        }
        changing.lock();
        try {
            Pool from = poolOf(database);
            if (pool == null) {
                placed.remove(database);
            } else {
                placed.put(database, pool);
            }
            if (from != poolOf(database)) {
                from.forget(database);
            }
        } finally {
            changing.unlock();
        }
    }

    /** Puts databases into a pool; answers those that were in use in others, where work may still be in progress. */
    List<PooledDatabase> move(Collection<String> databases, Pool to) {
        List<PooledDatabase> former = new ArrayList<>();
        changing.lock();
        try {
            for (String database : databases) {
                Pool from = poolOf(database);
                if (to == shared) {
                    assigned.remove(database);
                    placed.remove(database);
                } else {
                    assigned.put(database, to);
                }
                if (from != to) {
                    from.forget(database).ifPresent(former::add);
                }
            }
        } finally {
            changing.unlock();
        }
        return former;
    }
}
