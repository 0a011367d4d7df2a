package io.polymongo.embedded.internal.fault;

import io.polymongo.embedded.internal.command.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which labels the server itself puts on an error, by its code and by what the command was. */
final class ErrorLabels {

    static final String TRANSIENT = "TransientTransactionError";
    static final String RETRYABLE = "RetryableWriteError";
    static final String NO_WRITES = "NoWritesPerformed";
    static final String RESUMABLE = "ResumableChangeStreamError";
    static final String NOT_RESUMABLE = "NonResumableChangeStreamError";

    private static final int NO_SUCH_TRANSACTION = 251;

    /** The family of errors after which the same command may be sent again: network, not primary, shutdown. */
    private static final Set<Integer> RETRIABLE =
            Set.of(6, 7, 89, 91, 134, 189, 262, 317, 358, 384, 9001, 10107, 11600, 11602, 13435, 13436, 50915);

    /** Retriable, yet the whole transaction is not to be repeated after it. */
    private static final int INTERNAL_TRANSACTION_NOT_SUPPORTED = 358;

    /** Conflicts, locks, moved data and lost snapshots: transient in a transaction, whatever the command. */
    private static final Set<Integer> TRANSIENT_ALWAYS = Set.of(24, 112, 150, 239, 246, 249, 250, 267, 272, 343, 13388);

    /** What a change stream may go on after, besides the retriable ones. 43 is not labelled: clients know it. */
    private static final Set<Integer> RESUMABLE_ALSO = Set.of(133, 150, 234, 13388);

    /** What ends a change stream for good; labelled whatever the command is. */
    private static final Set<Integer> NEVER_RESUMABLE = Set.of(280, 286);

    /** Refused before the command began, when the server does not know yet whether anything was written. */
    private static final Set<Integer> REFUSED_AT_THE_DOOR = Set.of(10107, 13435, 13436);

    private ErrorLabels() {}

    /**
     * The labels of one reply.
     *
     * @param code the code of the error, or null if the command succeeded
     * @param writeConcernCode the code of its writeConcernError, or null
     * @param changeStream whether the command opens or continues a change stream
     * @param nothingWritten whether it is known that nothing was written
     */
    static List<String> of(
            Request request,
            @Nullable Integer code,
            @Nullable Integer writeConcernCode,
            boolean changeStream,
            boolean nothingWritten) {
        List<String> labels = new ArrayList<>();
        if (code == null && writeConcernCode == null) {
            return labels;
        }
        boolean ends = endsTransaction(request);
        if (isTransient(request, code, writeConcernCode != null, ends)) {
            labels.add(TRANSIENT);
        } else if (isRetryableWrite(request, ends) && (isRetriable(code) || isRetriable(writeConcernCode))) {
            labels.add(RETRYABLE);
            if (nothingWritten && code != null && !REFUSED_AT_THE_DOOR.contains(code)) {
                labels.add(NO_WRITES);
            }
        } else if (changeStream && writeConcernCode == null && isResumable(code)) {
            labels.add(RESUMABLE);
        } else if (code != null && NEVER_RESUMABLE.contains(code)) {
            labels.add(NOT_RESUMABLE);
        }
        return labels;
    }

    private static boolean isTransient(
            Request request, @Nullable Integer code, boolean hasWriteConcernError, boolean ends) {
        if (code == null || code == INTERNAL_TRANSACTION_NOT_SUPPORTED || !belongsToTransaction(request)) {
            return false;
        }
        if (TRANSIENT_ALWAYS.contains(code)) {
            return true;
        }
        // A commit that may have happened is not to be repeated as a whole.
        return ends
                ? code == NO_SUCH_TRANSACTION && !hasWriteConcernError
                : code == NO_SUCH_TRANSACTION || isRetriable(code);
    }

    private static boolean isRetryableWrite(Request request, boolean ends) {
        return request.txnNumber() != null && (!request.isInTransaction() || ends);
    }

    private static boolean belongsToTransaction(Request request) {
        return request.txnNumber() != null && request.isInTransaction();
    }

    private static boolean endsTransaction(Request request) {
        return request.name().equals("commitTransaction") || request.name().equals("abortTransaction");
    }

    private static boolean isRetriable(@Nullable Integer code) {
        return code != null && RETRIABLE.contains(code);
    }

    private static boolean isResumable(@Nullable Integer code) {
        return code != null && (RETRIABLE.contains(code) || RESUMABLE_ALSO.contains(code));
    }
}
