package io.polymongo.internal.tx;

import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt went.
 *
 * @param result what the work returned; null also where it threw
 * @param thrown what the work threw, or null
 * @param commitFailure why it is not known to be committed although it should, or null: an error of the driver where it
 *     is certain that it is not
 */
record Outcome<R extends @Nullable Object>(
        Attempt attempt,
        TransactionSettings settings,
        @Nullable R result,
        @Nullable Throwable thrown,
        @Nullable RuntimeException commitFailure) {

    /** The driver's error that decides, or null. */
    @Nullable
    MongoException failure() {
        MongoException first = attempt.failure();
        return first == null && commitFailure instanceof MongoException refused ? refused : first;
    }

    /** What the caller gets, this attempt being the last. */
    @SuppressWarnings("NullAway") // The result is null where the work's own result is.
    R conclude(EarlierFailures earlier) {
        if (commitFailure != null) {
            throw earlier.toldBy(and(commitFailure, thrown));
        }
        if (thrown != null && !settings.isExempt(thrown)) {
            return sneaky(earlier.toldBy(and(thrown, attempt.failure())));
        }
        Throwable cause = attempt.failure() != null ? attempt.failure() : attempt.doomedBy();
        if (cause != null) {
            throw earlier.toldBy(and(rolledBack(cause), thrown));
        }
        // Committed; or rolled back as the work asked for, which then knows what it returns.
        return thrown == null ? result : sneaky(thrown);
    }

    private static TransactionException rolledBack(Throwable cause) {
        return new TransactionException(
                ErrorId.TRANSACTION_ROLLED_BACK,
                cause instanceof MongoInterruptedException
                        ? "the transaction was rolled back, because its thread was interrupted; do it again where it is"
                                + " still wanted"
                        : "the transaction was rolled back, because of an error within that its work did not pass on: "
                                + cause.getClass().getName() + "; do not catch errors of the database within a"
                                + " transaction",
                cause);
    }

    /** Tells another error beside the one that is thrown, unless that tells of it already. */
    private static <T extends Throwable> T and(T thrown, @Nullable Throwable other) {
        if (other != null && !Causes.anyOf(thrown, each -> each == other)) {
            thrown.addSuppressed(other);
        }
        return thrown;
    }

    /** Throws what the work threw, which its signature allows. */
    @SuppressWarnings("unchecked")
    private static <R, X extends Throwable> R sneaky(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
