package io.polymongo.internal.tx;

import com.mongodb.TransactionOptions;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A transaction over all its attempts. Confined to the thread that it is open on, but for whose it is. */
final class OpenTransaction implements Scope, AutoCloseable {

    private static final String LOOP = TransactionLoop.class.getName();

    private final Thread owner = Thread.currentThread();
    private final TransactionSettings settings;
    private final Deadline deadline;
    private @Nullable String tenant;
    private Attempt attempt;
    private @Nullable MongoClient client;
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
     * Begins on the server. All attempts have the same session: where an abort did not arrive, the next number ends on
     * the server what would be in the way.
     */
    ClientSession begin(MongoClient on) {
        TransactionOptions options = settings.optionsFor(on);
        ClientSession begun = session;
        if (begun == null || client != on) {
            close();
            begun = on.startSession();
            client = on;
            session = begun;
        }
        try {
            begun.startTransaction(options);
        } catch (Throwable e) {
            close();
            throw e;
        }
        return begun;
    }

    /** Gives the session back. */
    @Override
    public void close() {
        ClientSession begun = session;
        session = null;
        if (begun != null) {
            begun.close();
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
