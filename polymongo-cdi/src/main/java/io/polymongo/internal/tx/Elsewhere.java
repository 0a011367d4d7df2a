package io.polymongo.internal.tx;

import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import org.jspecify.annotations.Nullable;

/**
 * The mark of a thread that works on behalf of another one's transaction, which it cannot join: a session is one
 * thread's. It refuses also after that transaction has ended, so that the outcome is not one of chance.
 *
 * @param deadline the transaction's
 * @param workerOf the name of the thread that has put this fork-join worker to work, or null for other threads
 */
record Elsewhere(@Nullable Deadline deadline, @Nullable String workerOf) implements Scope {

    /** For a thread that context propagation has marked. */
    static Elsewhere onBehalfOf(OpenTransaction transaction) {
        return new Elsewhere(transaction.deadline(), null);
    }

    /** For a worker that was found at work while a transaction's thread is in the framework. */
    static Elsewhere onWorkerOf(OpenTransaction transaction) {
        return new Elsewhere(transaction.deadline(), transaction.owner().getName());
    }

    @Override
    public Attempt attempt() {
        throw refusal();
    }

    TransactionException refusal() {
        String thread = Thread.currentThread().getName();
        return new TransactionException(
                ErrorId.TRANSACTION_OTHER_THREAD,
                workerOf == null
                        ? "the thread '" + thread
                                + "' works on behalf of a transaction that is open on another thread, and would run"
                                + " outside of it; make the call on the transaction's own thread, or in a method of its"
                                + " own with TxType.REQUIRES_NEW or NOT_SUPPORTED"
                        : "the database is used on the fork-join worker '" + thread + "' while the transaction on '"
                                + workerOf
                                + "' runs a parallel stream or task there, and would run outside of it; use a sequential"
                                + " stream in transactions");
    }
}
