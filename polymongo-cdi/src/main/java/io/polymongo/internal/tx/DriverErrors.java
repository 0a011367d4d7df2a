package io.polymongo.internal.tx;

import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoServerException;
import com.mongodb.MongoServerUnavailableException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;

/** What the driver's errors mean for a transaction; by type and label, never by text. */
final class DriverErrors {

    private DriverErrors() {}

    /** Whether the transaction may succeed when it is done again from the start. */
    static boolean isTransient(MongoException error) {
        if (error instanceof MongoInterruptedException || error instanceof MongoOperationTimeoutException) {
            // Whoever waits does so no longer.
            return false;
        }
        // While a cursor is read on, the driver labels nothing; a pool that was cleared, it never does.
        return error.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL)
                || error instanceof MongoSocketException
                || error instanceof MongoTimeoutException
                || error instanceof MongoConnectionPoolClearedException;
    }

    /** Whether an error of a commit is the server's word that there is nothing that could have been committed. */
    static boolean tellsOfAbort(Throwable error) {
        return error instanceof MongoException said
                && said.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL)
                && !said.hasErrorLabel(MongoException.UNKNOWN_TRANSACTION_COMMIT_RESULT_LABEL);
    }

    /**
     * Whether an error of a commit is the server's refusal to carry it out. With an unsatisfiable write concern the
     * server has carried it out already.
     */
    static boolean tellsOfRefusal(Throwable error) {
        return error instanceof MongoServerException said
                && !(error instanceof MongoWriteConcernException)
                && !said.hasErrorLabel(MongoException.UNKNOWN_TRANSACTION_COMMIT_RESULT_LABEL);
    }

    /** Whether a commit of unknown outcome may have another one when it is sent again. */
    static boolean isCommitRepeatable(Throwable error) {
        if (!(error instanceof MongoException) || tellsOfRefusal(error)) {
            return false;
        }
        boolean concernCannotBeMet = error instanceof MongoWriteConcernException said
                && !said.hasErrorLabel(MongoException.UNKNOWN_TRANSACTION_COMMIT_RESULT_LABEL);
        return !concernCannotBeMet
                && !(error instanceof MongoInterruptedException)
                // The client was closed.
                && !(error instanceof MongoServerUnavailableException)
                // It had taken the time that it was given; the driver wraps that where it has a timeout of its own.
                && !(error instanceof MongoExecutionTimeoutException)
                && !(error.getCause() instanceof MongoExecutionTimeoutException);
    }
}
