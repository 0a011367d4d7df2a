package io.polymongo.internal.tx;

import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoServerException;
import com.mongodb.MongoSocketException;

/** What the driver's errors mean for a transaction; by type and label, never by text. */
final class DriverErrors {

    private DriverErrors() {}

    /** Whether the transaction may succeed when it is done again from the start. */
    static boolean isTransient(MongoException error) {
        if (error instanceof MongoInterruptedException) {
            return false;
        }
        // The driver labels neither network errors while a cursor is read on, nor a pool that was cleared.
        return error.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL)
                || error instanceof MongoSocketException
                || error instanceof MongoConnectionPoolClearedException;
    }

    /** Whether an error of a commit leaves open what became of it: all but what the server itself said of it. */
    static boolean leavesCommitUnknown(MongoException error) {
        if (error.hasErrorLabel(MongoException.UNKNOWN_TRANSACTION_COMMIT_RESULT_LABEL)) {
            return true;
        }
        return !(error instanceof MongoServerException)
                && !error.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL);
    }

    /** Whether a commit of unknown outcome may be sent again: not where it had taken the time that it was given. */
    static boolean isCommitRepeatable(MongoException error) {
        return !(error instanceof MongoExecutionTimeoutException) && !(error instanceof MongoInterruptedException);
    }
}
