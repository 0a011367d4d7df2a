package io.polymongo.internal.tx;

import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import io.polymongo.internal.pool.DatabaseAddress;
import io.polymongo.internal.pool.Pool;
import io.polymongo.internal.pool.PooledDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * One time that a transaction's work is done: begun on the server at the first call. The first error of the driver
 * decides what becomes of it. Confined to the transaction's thread, which is checked wherever something that an attempt
 * gave out may have wandered to another.
 */
public final class Attempt {

    private final OpenTransaction transaction;
    private @Nullable Set<AutoCloseable> open;
    private @Nullable Pool pool;
    private @Nullable MongoClient client;
    private @Nullable ClientSession session;
    private @Nullable MongoException failure;
    private @Nullable Throwable doomedBy;
    private boolean rollbackOnly;
    private boolean broken;
    private volatile boolean ended;

    Attempt(OpenTransaction transaction) {
        this.transaction = transaction;
        this.pool = transaction.settings().pool();
    }

    /** Refuses another tenant than the transaction's. */
    public void requireTenant(String tenant) {
        transaction.requireTenant(tenant);
    }

    /**
     * A database as this transaction sees it: on the client that it began with, or will begin with.
     *
     * @throws TransactionException for a database in another pool
     */
    public PooledDatabase enter(DatabaseAddress address) {
        PooledDatabase entered = session == null ? null : transaction.entered(address);
        if (entered != null) {
            // What is in progress ends where it began, also where the database is in another pool by now.
            return entered;
        }
        Pool called = address.pool();
        if (pool != null) {
            requirePool(called, "the database '" + address.database() + "'");
        }
        return transaction.enter(address, called, session != null);
    }

    /** The session for a database that was entered, begun now if this is the first call. */
    public ClientSession session(PooledDatabase database) {
        if (ended) {
            throw new IllegalStateException("a call joins a transaction that has ended");
        }
        requirePool(database.pool(), "the database '" + database.name() + "'");
        if (broken) {
            throw new TransactionException(
                    ErrorId.TRANSACTION_ROLLED_BACK,
                    "the transaction cannot go on, since nobody knows how far an earlier call went; do not catch errors"
                            + " of the database within a transaction",
                    doomedBy);
        }
        ClientSession begun = session;
        return begun != null ? begun : begin(database);
    }

    /** The session, or null before the first call. */
    public @Nullable ClientSession session() {
        return session;
    }

    /** Takes a pool for the transaction's, or refuses another one than that. */
    void requirePool(Pool called, String what) {
        Pool own = pool;
        if (own == null) {
            pool = called;
        } else if (own != called) {
            throw new TransactionException(
                    ErrorId.TRANSACTION_OTHER_POOL,
                    "the transaction is on the pool '" + own.name() + "', and " + what + " is in the pool '"
                            + called.name() + "'; a transaction has one pool: put both into the same, or use"
                            + " TxType.REQUIRES_NEW for the other");
        }
    }

    private ClientSession begin(PooledDatabase database) {
        ClientSession begun;
        try {
            begun = transaction.begin(database.client());
        } catch (IllegalStateException e) {
            throw toldOf(database, e);
        }
        client = database.client();
        session = begun;
        return begun;
    }

    /** What the driver says of a client that was closed under the transaction's hands, in our words; else the same. */
    public RuntimeException toldOf(IllegalStateException said) {
        PooledDatabase database = transaction.held();
        return database == null ? said : toldOf(database, said);
    }

    private RuntimeException toldOf(PooledDatabase database, IllegalStateException said) {
        RuntimeException told = database.toldOf(said);
        if (told != said) {
            failed(told);
        }
        return told;
    }

    /**
     * Notes what a call to the driver threw: its first error decides. After what is no error of the server or the network,
     * the transaction is rolled back and does not go on: the call may have reached the server, or, its documents having no
     * encoding, may not have, while the driver has counted it as the transaction's first.
     */
    public void failed(Throwable thrown) {
        if (broken) {
            return;
        }
        if (!(thrown instanceof MongoException error)) {
            setRollbackOnly(thrown);
            broken = true;
        } else if (failure == null) {
            failure = error;
        }
    }

    /** Refuses use after the end of this attempt, or on another thread. */
    public void requireUsable(String what) {
        if (Thread.currentThread() != transaction.owner()) {
            throw new TransactionException(
                    ErrorId.TRANSACTION_OTHER_THREAD,
                    what + " belongs to the transaction that is open on the thread '"
                            + transaction.owner().getName() + "', and was used on '"
                            + Thread.currentThread().getName()
                            + "'; use it on its own thread, and collect what others are to work on");
        }
        if (ended) {
            throw new TransactionException(
                    ErrorId.TRANSACTION_ENDED,
                    what + " was made in a transaction that has ended; read it to its end within the transaction, for"
                            + " example with into(new ArrayList<>())");
        }
    }

    /** Whether the attempt has ended. */
    public boolean isEnded() {
        return ended;
    }

    /** Has something closed before the attempt ends. */
    public void opened(AutoCloseable resource) {
        if (open == null) {
            open = Collections.newSetFromMap(new IdentityHashMap<>());
        }
        open.add(resource);
    }

    /** Something was closed. */
    public void closed(AutoCloseable resource) {
        if (open != null) {
            open.remove(resource);
        }
    }

    /** Rolls back instead of committing, because of an error, or of null where the work asked for it. */
    void setRollbackOnly(@Nullable Throwable because) {
        rollbackOnly = true;
        if (doomedBy == null) {
            doomedBy = because;
        }
    }

    @Nullable
    MongoException failure() {
        return failure;
    }

    @Nullable
    Throwable doomedBy() {
        return doomedBy;
    }

    /** Whether to commit, the work having ended with an error or null; an interrupted thread's work is not wanted any more. */
    boolean mayCommit(@Nullable Throwable thrown) {
        boolean wanted = failure == null
                && !rollbackOnly
                && (thrown == null || transaction.settings().isExempt(thrown));
        if (wanted && session != null && Thread.currentThread().isInterrupted()) {
            setRollbackOnly(new MongoInterruptedException("interrupted before the commit", null));
            return false;
        }
        return wanted;
    }

    /** Closes what is open, while its session still is. */
    void closeResources() {
        if (open != null) {
            List<AutoCloseable> all = new ArrayList<>(open);
            open.clear();
            all.forEach(each -> uninterrupted(() -> close(each)));
        }
    }

    private void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            failed(e);
        }
    }

    /**
     * Rolls back after the server refused to commit; the driver's session takes no such call any more.
     *
     * @return whether it is certain now that nothing was committed
     */
    boolean abortAfterRefusedCommit() {
        MongoClient of = Objects.requireNonNull(client);
        ClientSession refused = Objects.requireNonNull(session);
        Document abort = new Document("abortTransaction", 1)
                .append("txnNumber", refused.getServerSession().getTransactionNumber())
                .append("autocommit", false)
                .append("writeConcern", WriteConcern.MAJORITY.asDocument());
        boolean[] certain = new boolean[1];
        uninterrupted(() -> {
            try {
                certain[0] = !of.getDatabase("admin").runCommand(refused, abort).containsKey("writeConcernError");
            } catch (MongoException e) {
                certain[0] = DriverErrors.tellsOfAbort(e);
            } catch (IllegalStateException e) {
                // Its client was closed: nobody is there to be asked.
            }
        });
        return certain[0];
    }

    /** Rolls back what was not committed. */
    void end() {
        ended = true;
        ClientSession begun = session;
        if (begun != null && begun.hasActiveTransaction()) {
            uninterrupted(begun::abortTransaction);
        }
    }

    /** Cleans up also on an interrupted thread, where the driver would not; the thread stays so. */
    private static void uninterrupted(Runnable cleaning) {
        boolean interrupted = Thread.interrupted();
        try {
            cleaning.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
