package io.polymongo.internal.tx;

import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import org.jspecify.annotations.Nullable;

/**
 * The mark of a thread that works on behalf of another one's transaction, which it cannot join: a session is one
 * thread's. It refuses also after that transaction has ended, so that the outcome is not one of chance.
 *
 * @param deadline the transaction's
 */
record Elsewhere(@Nullable Deadline deadline) implements Scope {

    @Override
    public Attempt attempt() {
        throw refusal();
    }

    static TransactionException refusal() {
        return new TransactionException(
                ErrorId.TRANSACTION_OTHER_THREAD,
                "the thread '" + Thread.currentThread().getName()
                        + "' works on behalf of a transaction that is open on another thread, and would run outside of"
                        + " it; make the call on the transaction's own thread, or in a method of its own with"
                        + " TxType.REQUIRES_NEW or NOT_SUPPORTED");
    }
}
