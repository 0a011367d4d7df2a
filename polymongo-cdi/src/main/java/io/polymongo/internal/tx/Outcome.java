package io.polymongo.internal.tx;

import com.mongodb.MongoException;
import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt went.
 *
 * @param result what the work returned; null also where it threw
 * @param thrown what the work threw, or null
 * @param commitFailure why the server did not commit, or null
 */
record Outcome<R extends @Nullable Object>(
        Attempt attempt,
        TransactionSettings settings,
        @Nullable R result,
        @Nullable Throwable thrown,
        @Nullable MongoException commitFailure) {

    /** The driver's error that decides, or null. */
    @Nullable
    MongoException failure() {
        MongoException first = attempt.failure();
        return first != null ? first : commitFailure;
    }

    /** What the caller gets, this attempt being the last. */
    @SuppressWarnings("NullAway") // The result is null where the work's own result is.
    R conclude(EarlierFailures earlier) {
        if (attempt.isCommitted()) {
            return thrown == null ? result : sneaky(thrown);
        }
        if (commitFailure != null) {
            throw earlier.toldBy(and(commitFailure, thrown));
        }
        if (thrown != null && !settings.isExempt(thrown)) {
            return sneaky(earlier.toldBy(and(thrown, attempt.failure())));
        }
        Throwable cause = attempt.failure() != null ? attempt.failure() : attempt.doomedBy();
        if (cause == null) {
            // As the work asked for, which then knows what it returns.
            return thrown == null ? result : sneaky(thrown);
        }
        throw earlier.toldBy(and(rolledBack(cause), thrown));
    }

    private static TransactionException rolledBack(Throwable cause) {
        return new TransactionException(
                ErrorId.TRANSACTION_ROLLED_BACK,
                "the transaction was rolled back, although its work ended well, because of an error within that it did"
                        + " not pass on: " + cause.getClass().getName()
                        + "; do not catch errors of the database within a transaction",
                cause);
    }

    /** Tells another error beside the one that is thrown, unless that tells of it already. */
    private static <T extends Throwable> T and(T thrown, @Nullable Throwable other) {
        if (other != null && !tellsOf(thrown, other)) {
            thrown.addSuppressed(other);
        }
        return thrown;
    }

    private static boolean tellsOf(Throwable thrown, Throwable other) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each == other) {
                return true;
            }
        }
        return false;
    }

    /** Throws what the work threw, which its signature allows. */
    @SuppressWarnings("unchecked")
    private static <R, X extends Throwable> R sneaky(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
