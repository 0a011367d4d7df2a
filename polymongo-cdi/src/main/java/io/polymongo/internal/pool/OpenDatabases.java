package io.polymongo.internal.pool;

import io.polymongo.ErrorId;
import io.polymongo.NotConnectedException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The databases that are used on one client, and how much work is in progress on them. Thread-safe. */
final class OpenDatabases {

    /** Most that are kept in mind: hostile tenants' names must not fill the heap. */
    private static final int MOST_DATABASES = 65_536;

    private final OpenClient client;

    /** In the order of the statistics, which would take long to sort; who calls has its database in hand already. */
    private final ConcurrentMap<String, PooledDatabase> databases = new ConcurrentSkipListMap<>();

    /** Those that are looked up no more, and on which something may still be in progress. */
    private final Set<PooledDatabase> forgotten = ConcurrentHashMap.newKeySet();

    private final Leases own = new Leases();
    private volatile boolean refusing;
    private volatile boolean ended;

    OpenDatabases(OpenClient client) {
        this.client = client;
    }

    /** The leases of work that is no database's, such as to list them. */
    Leases ofNone() {
        return own;
    }

    boolean isRefusing() {
        return refusing;
    }

    boolean isEnded() {
        return ended;
    }

    /** Those that were used. */
    Collection<PooledDatabase> all() {
        return databases.values();
    }

    /** A database for new work; refuses one that is being dropped. */
    PooledDatabase admitted(String name) {
        PooledDatabase database = database(name);
        if (database.isDropping()) {
            throw dropping(database);
        }
        return database;
    }

    static NotConnectedException dropping(PooledDatabase database) {
        return new NotConnectedException(
                ErrorId.DATABASE_DROPPING,
                "the database '" + database.name()
                        + "' is being dropped; use it again when Databases.drop has returned");
    }

    /** A database, whoever asks. */
    PooledDatabase database(String name) {
        PooledDatabase known = databases.get(name);
        if (known != null) {
            return known;
        }
        PooledDatabase database = databases.computeIfAbsent(name, unknown -> new PooledDatabase(unknown, client));
        // Who begins to refuse says so first, and then to each database: one of the two sees this one.
        if (refusing) {
            database.leases().refuse();
        }
        if (ended) {
            database.leases().end();
        }
        if (databases.size() > MOST_DATABASES) {
            forgetSome();
        }
        return database;
    }

    /** Those who still have one of these in hand find that it is of no use, and look the database up again. */
    private void forgetSome() {
        databases.values().stream().limit(MOST_DATABASES / 8).forEach(this::forgetIfIdle);
    }

    private void forgetIfIdle(PooledDatabase database) {
        if (database.leases().endIfIdle()) {
            databases.remove(database.name(), database);
        }
    }

    /** Has a database looked up again by whoever uses it next; what is in progress on it goes on. */
    void forget(PooledDatabase database) {
        forgotten.add(database);
        databases.remove(database.name(), database);
        database.leases().refuse();
        if (ended) {
            database.leases().end();
        }
        forgotten.removeIf(former -> former.leases().endIfIdle());
    }

    /** Admits new work again, unless there is another reason to refuse it. */
    void readmit(PooledDatabase database) {
        database.leases().admit();
        // Who begins to refuse says or does so first, and then refuses: one of the two comes last.
        if (refusing || databases.get(database.name()) != database) {
            database.leases().refuse();
        }
    }

    /** The same by its name; answers what was in use. */
    Optional<PooledDatabase> forget(String name) {
        PooledDatabase database = databases.get(name);
        if (database != null) {
            forget(database);
        }
        return Optional.ofNullable(database);
    }

    /** Leases that are out; while a database is being forgotten, its own may be counted twice. */
    long leases() {
        long sum = own.count();
        for (PooledDatabase database : databases.values()) {
            sum += database.leases().count();
        }
        for (PooledDatabase database : forgotten) {
            sum += database.leases().count();
        }
        return sum;
    }

    /** A number that changes with each use. */
    long uses() {
        long sum = own.uses();
        for (PooledDatabase database : databases.values()) {
            sum += database.leases().uses();
        }
        return sum;
    }

    /** Refuses new work. */
    void refuse() {
        refusing = true;
        own.refuse();
        databases.values().forEach(database -> database.leases().refuse());
    }

    /** Refuses all work. */
    void end() {
        ended = true;
        own.end();
        databases.values().forEach(database -> database.leases().end());
        forgotten.forEach(database -> database.leases().end());
    }
}
