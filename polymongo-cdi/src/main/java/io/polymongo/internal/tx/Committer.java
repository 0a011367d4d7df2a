package io.polymongo.internal.tx;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import io.polymongo.ErrorId;
import io.polymongo.TransactionException;

/** Commits, and repeats the commit alone while nobody knows what became of it. */
final class Committer {

    private final Backoff backoff;

    Committer(Backoff backoff) {
        this.backoff = backoff;
    }

    /**
     * Commits an attempt.
     *
     * @throws MongoException if it is certain that nothing was committed
     * @throws TransactionException if the outcome stays unknown
     */
    void commit(Attempt attempt, Deadline deadline) {
        ClientSession session = attempt.session();
        if (session == null) {
            return;
        }
        for (int repeats = 0; ; repeats++) {
            try {
                session.commitTransaction();
                return;
            } catch (Throwable e) {
                // Errors, too: where they struck, nobody knows.
                throwIfNothingWasCommitted(e, attempt);
                if (!DriverErrors.isCommitRepeatable(e)
                        || Thread.currentThread().isInterrupted()
                        || !backoff.pause(repeats, deadline)) {
                    throw unknown(e, repeats + 1);
                }
            }
        }
    }

    /**
     * A refusal may be the answer to a repetition, ours or the driver's own, of a commit that had been carried out. So
     * the server is asked to roll back, which it does only with what was not committed.
     */
    private static void throwIfNothingWasCommitted(Throwable error, Attempt attempt) {
        if (DriverErrors.tellsOfAbort(error)
                || DriverErrors.tellsOfRefusal(error) && attempt.abortAfterRefusedCommit()) {
            throw (MongoException) error;
        }
    }

    private static TransactionException unknown(Throwable cause, int times) {
        return new TransactionException(
                ErrorId.TRANSACTION_OUTCOME_UNKNOWN,
                "nobody knows whether the transaction was committed for good: its commit was tried "
                        + (times == 1 ? "once" : times + " times") + ", the last time without a certain answer ("
                        + cause.getClass().getName()
                        + "); look for its effects before you do it again",
                cause);
    }
}
