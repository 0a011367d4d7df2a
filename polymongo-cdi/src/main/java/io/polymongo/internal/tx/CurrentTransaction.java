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

    /** What a thread is in, changed without a call: even where no stack is left, an end is one. */
    private static final class Place {

        private @Nullable Scope scope;
        private int depth;
    }

    private final ThreadLocal<@Nullable Place> places = new ThreadLocal<>();

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
        return here() instanceof OpenTransaction;
    }

    /** The session of this thread's transaction, for the application. */
    public Optional<ClientSession> session() {
        Attempt attempt = attempt();
        ClientSession session = attempt == null ? null : attempt.session();
        return attempt == null || session == null ? Optional.empty() : Optional.of(JoinedSession.of(attempt, session));
    }

    /** The scope of this thread; the workers of a transaction's parallel stream have none, and are marked here. */
    @Nullable
    Scope scope() {
        Scope scope = here();
        return scope == null && Thread.currentThread() instanceof ForkJoinWorkerThread && !open.isEmpty()
                ? markOfWorker()
                : scope;
    }

    /** Does work in a scope; the former scope is back afterwards. */
    <R extends @Nullable Object, X extends Exception> R call(Scope scope, TransactionWork<R, X> work) throws X {
        Place place = enteredPlace();
        Scope outer = place.scope;
        try {
            place.scope = scope;
            if (scope instanceof OpenTransaction transaction) {
                open.add(transaction);
            }
            return work.call();
        } finally {
            place.scope = outer;
            if (scope instanceof OpenTransaction transaction) {
                open.remove(transaction);
            }
            leave(place);
        }
    }

    private @Nullable Scope here() {
        Place place = places.get();
        return place == null ? null : place.scope;
    }

    private Place enteredPlace() {
        Place place = places.get();
        if (place == null) {
            place = new Place();
            places.set(place);
        }
        place.depth++;
        return place;
    }

    /** So that a pool's threads keep nothing of an application that is no more. */
    private void leave(Place place) {
        if (--place.depth == 0) {
            places.remove();
        }
    }

    /**
     * What a thread has to enter that works on behalf of this one.
     *
     * @return enters it, and returns what leaves it again, on the same thread
     */
    public Supplier<Runnable> mark() {
        Scope scope = here();
        Scope mark = scope instanceof OpenTransaction transaction ? Elsewhere.onBehalfOf(transaction) : scope;
        return () -> enter(mark);
    }

    /** Enters a scope without transactions; what is returned leaves it again. */
    public Runnable enterNone() {
        return enter(null);
    }

    private Runnable enter(@Nullable Scope scope) {
        Place place = enteredPlace();
        Scope outer = place.scope;
        place.scope = scope;
        return () -> {
            place.scope = outer;
            leave(place);
        };
    }

    /**
     * Nothing tells a worker whom it works for. So whoever holds a transaction and is within the fork-join framework at
     * this moment is taken for it: a refusal too many is better than a write outside of its transaction.
     */
    private @Nullable Scope markOfWorker() {
        for (OpenTransaction transaction : open) {
            if (transaction.isInForkJoin()) {
                return Elsewhere.onWorkerOf(transaction);
            }
        }
        return null;
    }
}
