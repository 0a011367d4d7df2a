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
     * @throws MongoException if the server said that it did not commit, or not as it was asked to
     * @throws TransactionException if the outcome stays unknown
     */
    void commit(Attempt attempt, Deadline deadline) {
        ClientSession session = attempt.session();
        if (session == null) {
            attempt.committed();
            return;
        }
        for (int repeats = 0; ; repeats++) {
            try {
                session.commitTransaction();
                attempt.committed();
                return;
            } catch (MongoException e) {
                if (!DriverErrors.leavesCommitUnknown(e)) {
                    throw e;
                }
                if (!DriverErrors.isCommitRepeatable(e)
                        || Thread.currentThread().isInterrupted()
                        || !backoff.pause(repeats, deadline)) {
                    throw new TransactionException(
                            ErrorId.TRANSACTION_OUTCOME_UNKNOWN,
                            "the commit was sent " + (repeats + 1) + " times, and nobody knows whether the transaction"
                                    + " was committed; look for its effects before you do it again",
                            e);
                }
            }
        }
    }
}
