package io.polymongo.embedded.internal.transaction;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.ApiParameters;
import io.polymongo.embedded.internal.command.Binary;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import io.polymongo.embedded.internal.store.Store;
import io.polymongo.embedded.internal.store.Workspace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a session is at: a transaction or a retryable write with a number that never falls. Guarded by the store's lock.
 */
public final class TransactionSlot {

    private enum State {
        NOTHING,
        RETRYABLE_WRITE,
        IN_PROGRESS,
        COMMITTED,
        ABORTED
    }

    private final Store store;
    private final Document lsid;
    private final Map<Integer, Document> statements = new HashMap<>();
    private State state = State.NOTHING;
    private long number = -1;
    private long begunAt;
    private long endsAt;
    private ApiParameters api = ApiParameters.NONE;
    private @Nullable Workspace workspace;

    /** The slot of a session. */
    public TransactionSlot(Store store, Document lsid) {
        this.store = store;
        this.lsid = lsid;
    }

    /**
     * A transaction in progress.
     *
     * @param begunAt when it began, by the ticker
     * @param endsAt when it has been open for too long
     */
    public record Open(long number, long begunAt, long endsAt) {}

    /**
     * Begins a transaction that may be open until some time; one with a lower number is aborted.
     *
     * @param parameters what the transaction's other commands must say of the API, too
     */
    public Workspace begin(long wanted, ApiParameters parameters, long now, long end) {
        checkNotOlder(wanted, "transaction");
        if (wanted == number) {
            throw new CommandError(
                    ErrorCode.CONFLICTING_OPERATION_IN_PROGRESS,
                    "Only servers in a sharded cluster can start a new transaction at the active transaction number");
        }
        abort();
        number = wanted;
        state = State.IN_PROGRESS;
        begunAt = now;
        endsAt = end;
        api = parameters;
        statements.clear();
        workspace = store.begin();
        return workspace;
    }

    /** The transaction that is in progress. */
    public Workspace proceed(long wanted) {
        Workspace open = workspace;
        if (wanted < number) {
            checkNotOlder(wanted, "transaction");
        }
        if (wanted == number && state == State.COMMITTED) {
            throw committed();
        }
        if (open == null || wanted != number) {
            throw unknown(wanted);
        }
        return open;
    }

    /** Commits; again is the same as once. */
    public void commit(long wanted) {
        if (wanted == number && state == State.COMMITTED) {
            return;
        }
        Workspace open = proceed(wanted);
        store.commit(open, lsid, wanted);
        workspace = null;
        state = State.COMMITTED;
    }

    /** Aborts because the client wants it. */
    public void abort(long wanted) {
        proceed(wanted);
        abort();
    }

    /** Aborts what is in progress, if anything is. */
    public void abort() {
        if (workspace != null) {
            store.abort(workspace);
            workspace = null;
            state = State.ABORTED;
        }
    }

    /** Aborts what has been in progress for too long, and tells how long nothing can have been from now on. */
    public long expire(long now, long lifetime) {
        long left = workspace == null ? lifetime : endsAt - now;
        if (left > 0) {
            return left;
        }
        abort();
        return lifetime;
    }

    /** Refuses a command of a transaction in progress that says something else of the API than its first; no abort. */
    public void checkApi(Request request) {
        if (workspace != null && !request.startsTransaction()) {
            api.check(request, "transaction's first command");
        }
    }

    /** Whether a transaction is in progress. */
    public boolean isInProgress() {
        return workspace != null;
    }

    /** The transaction that is in progress, or null. */
    public @Nullable Open open() {
        return workspace == null ? null : new Open(number, begunAt, endsAt);
    }

    /** Begins or goes on with a retryable write; a transaction with a lower number is aborted. */
    public void retryableWrite(long wanted) {
        checkNotOlder(wanted, "retryable write");
        if (wanted > number) {
            abort();
            number = wanted;
            state = State.RETRYABLE_WRITE;
            statements.clear();
        } else if (state != State.RETRYABLE_WRITE) {
            throw new CommandError(
                    ErrorCode.INCOMPLETE_TRANSACTION_HISTORY,
                    "Cannot retry a retryable write that has been converted into a transaction");
        }
    }

    /** What a statement of the retryable write has answered before, or null. */
    public @Nullable Document recorded(int statement) {
        return statements.get(statement);
    }

    /** Remembers what a statement has answered. */
    public void remember(int statement, Document result) {
        statements.put(statement, result);
    }

    private void checkNotOlder(long wanted, String what) {
        if (wanted < number) {
            String newer = state == State.RETRYABLE_WRITE ? "retryable write" : "transaction";
            String begun = " on session " + Binary.uuid(lsid.get("id")) + " because a newer " + newer
                    + " with txnNumber " + number + " has already started on this session.";
            throw new CommandError(
                    ErrorCode.TRANSACTION_TOO_OLD,
                    what.equals("transaction")
                            ? "Cannot start transaction with { txnNumber: " + wanted + " }" + begun
                            : "Retryable write with txnNumber " + wanted + " is prohibited" + begun);
        }
    }

    private CommandError committed() {
        return new CommandError(ErrorCode.TRANSACTION_COMMITTED, "Transaction " + number + " has been committed.");
    }

    private CommandError unknown(long wanted) {
        String message = wanted == number && state == State.ABORTED
                ? "Transaction with { txnNumber: " + number + " } has been aborted."
                : "Given transaction number " + wanted + " does not match any in-progress transactions. The active"
                        + " transaction number is " + number;
        return new CommandError(
                ErrorCode.NO_SUCH_TRANSACTION.code(), message, List.of("TransientTransactionError"), new Document());
    }
}
