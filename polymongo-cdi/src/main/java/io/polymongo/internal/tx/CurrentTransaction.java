package io.polymongo.internal.tx;

import com.mongodb.client.ClientSession;
import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import io.polymongo.TransactionWork;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which transaction this thread is in. Thread-safe; outside of transactions asking costs a look at a thread-local and at
 * the thread's class.
 */
public final class CurrentTransaction {

    private final ThreadLocal<@Nullable Scope> scopes = new ThreadLocal<>();

    /** Whoever may have parallel streams at work. */
    private final Set<OpenTransaction> open = ConcurrentHashMap.newKeySet();

    /**
     * What a call that reaches the server has to join, or null where it runs without a transaction.
     *
     * @throws TransactionException if the call is made on behalf of another thread's transaction
     */
    public @Nullable Attempt attempt() {
        Scope scope = scope();
        return scope == null ? null : scope.attempt();
    }

    /** Refuses what would not be part of the transaction that is open. */
    public void requireNone(String what) {
        if (attempt() != null) {
            throw new TransactionException(
                    ErrorId.TRANSACTION_CALL_REFUSED,
                    what + " does not run in a transaction; call it before or after, or in a method with"
                            + " TxType.NOT_SUPPORTED");
        }
    }

    /** Whether a transaction is open on this thread. */
    public boolean isOpen() {
        return scopes.get() instanceof OpenTransaction;
    }

    /** The session of this thread's transaction, for the application. */
    public Optional<ClientSession> session() {
        Attempt attempt = attempt();
        ClientSession session = attempt == null ? null : attempt.session();
        return attempt == null || session == null ? Optional.empty() : Optional.of(JoinedSession.of(attempt, session));
    }

    /** The scope of this thread; the workers of a transaction's parallel stream have none, and are refused. */
    @Nullable
    Scope scope() {
        Scope scope = scopes.get();
        if (scope == null && Thread.currentThread() instanceof ForkJoinWorkerThread && !open.isEmpty()) {
            refuseParallelStreams();
        }
        return scope;
    }

    /** Does work in a scope; the former scope is back afterwards. */
    <R extends @Nullable Object, X extends Exception> R call(Scope scope, TransactionWork<R, X> work) throws X {
        Scope outer = scopes.get();
        scopes.set(scope);
        if (scope instanceof OpenTransaction transaction) {
            open.add(transaction);
        }
        try {
            return work.call();
        } finally {
            if (scope instanceof OpenTransaction transaction) {
                open.remove(transaction);
            }
            set(outer);
        }
    }

    /**
     * What a thread has to enter that works on behalf of this one.
     *
     * @return enters it, and returns what leaves it again, on the same thread
     */
    public Supplier<Runnable> mark() {
        Scope scope = scopes.get();
        Scope mark = scope instanceof OpenTransaction transaction ? new Elsewhere(transaction.deadline()) : scope;
        return () -> enter(mark);
    }

    /** Enters a scope without transactions; what is returned leaves it again. */
    public Runnable enterNone() {
        return enter(null);
    }

    private Runnable enter(@Nullable Scope scope) {
        Scope outer = scopes.get();
        set(scope);
        return () -> set(outer);
    }

    /** Null is left behind, as by any look, and not removed: the next look would make the entry anew. */
    private void set(@Nullable Scope scope) {
        scopes.set(scope);
    }

    /**
     * Nothing tells a worker whom it works for. So whoever holds a transaction and is within the fork-join framework at
     * this moment is taken for it: a refusal too many is better than a write outside of its transaction.
     */
    private void refuseParallelStreams() {
        for (OpenTransaction transaction : open) {
            if (transaction.isInForkJoin()) {
                throw new TransactionException(
                        ErrorId.TRANSACTION_OTHER_THREAD,
                        "the database is used on the fork-join worker '"
                                + Thread.currentThread().getName() + "' while the transaction on '"
                                + transaction.owner().getName()
                                + "' runs a parallel stream or task there, and would run outside of it; use a"
                                + " sequential stream in transactions");
            }
        }
    }
}
