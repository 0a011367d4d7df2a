package io.polymongo.internal.tx;

import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import io.polymongo.TransactionWork;
import org.jspecify.annotations.Nullable;

/** Does a transaction's work until it is committed, or failed for good, or the deadline has passed. */
final class TransactionLoop {

    private final Backoff backoff;
    private final Committer committer;

    TransactionLoop(Backoff backoff) {
        this.backoff = backoff;
        this.committer = new Committer(backoff);
    }

    <R extends @Nullable Object, X extends Exception> R run(OpenTransaction transaction, TransactionWork<R, X> work)
            throws X {
        EarlierFailures earlier = new EarlierFailures();
        Attempt attempt = transaction.attempt();
        for (int repeats = 0; ; repeats++) {
            Outcome<R> outcome = attempt(transaction, attempt, work);
            MongoException failure = outcome.failure();
            if (failure == null
                    || !transaction.settings().retry()
                    || !mayPass(failure, outcome.thrown())
                    || !backoff.pause(repeats, transaction.deadline())) {
                return outcome.conclude(earlier);
            }
            earlier.add(failure);
            attempt = transaction.next();
        }
    }

    private <R extends @Nullable Object, X extends Exception> Outcome<R> attempt(
            OpenTransaction transaction, Attempt attempt, TransactionWork<R, X> work) {
        R result = null;
        Throwable thrown = null;
        RuntimeException commitFailure = null;
        try {
            try {
                result = work.call();
            } catch (Throwable e) {
                thrown = e;
            }
            attempt.closeResources();
            if (attempt.mayCommit(thrown)) {
                try {
                    committer.commit(attempt, transaction.deadline());
                } catch (MongoException | TransactionException e) {
                    commitFailure = e;
                }
            }
        } finally {
            attempt.end();
        }
        return new Outcome<>(attempt, transaction.settings(), result, thrown, commitFailure);
    }

    /**
     * Whether the work may succeed when it is done again. Whoever interrupts the thread waits for it no longer; and where
     * nobody knows what became of another transaction within, it might be done twice.
     */
    private static boolean mayPass(MongoException failure, @Nullable Throwable thrown) {
        return DriverErrors.isTransient(failure)
                && !Thread.currentThread().isInterrupted()
                && !Causes.anyOf(thrown, TransactionLoop::forbidsRepetition);
    }

    private static boolean forbidsRepetition(Throwable thrown) {
        return thrown instanceof InterruptedException
                || thrown instanceof MongoInterruptedException
                || thrown instanceof TransactionException told && told.id() == ErrorId.TRANSACTION_OUTCOME_UNKNOWN;
    }
}
