package io.polymongo.internal.tx;

import com.mongodb.TransactionOptions;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import io.polymongo.internal.pool.DatabaseAddress;
import io.polymongo.internal.pool.Pool;
import io.polymongo.internal.pool.PooledDatabase;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A transaction over all its attempts. Confined to the thread that it is open on, but for whose it is. */
final class OpenTransaction implements Scope, AutoCloseable {

    private static final String LOOP = TransactionLoop.class.getName();

    private final Thread owner = Thread.currentThread();
    private final TransactionSettings settings;
    private final Deadline deadline;
    private @Nullable String tenant;
    private Attempt attempt;
    private @Nullable PooledDatabase held;
    private @Nullable Map<String, PooledDatabase> alsoHeld;
    private @Nullable ClientSession session;
    private volatile boolean seenInForkJoin;

    /** Fixes the tenant now if there is one, else at the first call for one. */
    OpenTransaction(TransactionSettings settings, Deadline deadline, @Nullable String tenant) {
        this.settings = settings;
        this.deadline = deadline;
        this.tenant = tenant;
        this.attempt = new Attempt(this);
    }

    @Override
    public Attempt attempt() {
        return attempt;
    }

    @Override
    public Deadline deadline() {
        return deadline;
    }

    TransactionSettings settings() {
        return settings;
    }

    Thread owner() {
        return owner;
    }

    /** Begins the next attempt. */
    Attempt next() {
        attempt = new Attempt(this);
        return attempt;
    }

    /**
     * A database on the client that this stays with: a lease on it is held until the end, so that the client is not closed
     * in between, and all attempts go where the first one went, unless the work turns to another pool.
     *
     * @param pool the pool of the address
     * @param begun whether the present attempt has begun on the server
     */
    PooledDatabase enter(DatabaseAddress address, Pool pool, boolean begun) {
        PooledDatabase first = held;
        if (first != null && !begun && (first.isEnded() || first.pool() != pool)) {
            close();
            first = null;
        }
        if (first == null) {
            first = address.lease();
            held = first;
            return first;
        }
        PooledDatabase known = held(address.database());
        return known != null ? known : hold(first.sibling(address.database()));
    }

    /** A database that this has been to, wherever it is for others by now; or null. */
    @Nullable
    PooledDatabase entered(DatabaseAddress address) {
        PooledDatabase known = held(address.database());
        String named = address.namedPool();
        return known == null || named != null && !known.pool().name().equals(named) ? null : known;
    }

    /** The database that it began with, or null while it has none. */
    @Nullable
    PooledDatabase held() {
        return held;
    }

    private @Nullable PooledDatabase held(String database) {
        PooledDatabase first = held;
        if (first != null && first.name().equals(database)) {
            return first;
        }
        return alsoHeld == null ? null : alsoHeld.get(database);
    }

    private PooledDatabase hold(PooledDatabase other) {
        if (other.takeWithin()) {
            if (alsoHeld == null) {
                alsoHeld = new HashMap<>();
            }
            alsoHeld.put(other.name(), other);
        }
        return other;
    }

    /**
     * Begins on the server. All attempts have the same session: where an abort did not arrive, the next number ends on
     * the server what would be in the way.
     */
    ClientSession begin(MongoClient on) {
        TransactionOptions options = settings.optionsFor(on);
        ClientSession begun = session;
        if (begun == null) {
            begun = on.startSession();
            session = begun;
        }
        try {
            begun.startTransaction(options);
        } catch (Throwable e) {
            session = null;
            begun.close();
            throw e;
        }
        return begun;
    }

    /** Gives the session and the leases back. */
    @Override
    public void close() {
        ClientSession begun = session;
        session = null;
        try {
            if (begun != null) {
                begun.close();
            }
        } finally {
            giveBack();
        }
    }

    private void giveBack() {
        PooledDatabase first = held;
        held = null;
        if (first != null) {
            first.giveBack();
        }
        if (alsoHeld != null) {
            alsoHeld.values().forEach(PooledDatabase::giveBack);
            alsoHeld.clear();
        }
    }

    /** Refuses another tenant than the one that the transaction is for. */
    void requireTenant(String called) {
        if (tenant == null) {
            tenant = called;
        } else if (!tenant.equals(called)) {
            throw new TransactionException(
                    ErrorId.TRANSACTION_OTHER_TENANT,
                    "the transaction is for the tenant '" + tenant + "', and the call is for '" + called
                            + "'; use @Database or PolyMongo.database(name) where one transaction must reach both");
        }
    }

    /**
     * Whether the owner is within the fork-join framework, as it is while a parallel stream of its own runs; or was when
     * somebody asked, since workers may come late. What is around the transaction does not count: a worker of the
     * framework may have one, too.
     */
    boolean isInForkJoin() {
        if (!seenInForkJoin) {
            StackTraceElement[] newestFirst = owner.getStackTrace();
            int within = newestFirst.length;
            do {
                within--;
            } while (within > 0 && !newestFirst[within].getClassName().equals(LOOP));
            seenInForkJoin = Arrays.stream(newestFirst, 0, Math.max(within, 0)).anyMatch(OpenTransaction::isOfForkJoin);
        }
        return seenInForkJoin;
    }

    /** A task or a future of the framework; not the pool alone, by way of which queues and conditions wait, too. */
    private static boolean isOfForkJoin(StackTraceElement frame) {
        return frame.getClassName().startsWith("java.util.concurrent.ForkJoinTask")
                || frame.getClassName().startsWith("java.util.concurrent.CompletableFuture");
    }
}
