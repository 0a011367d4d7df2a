package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.session.Session;
import io.polymongo.embedded.internal.transaction.TransactionSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The statements of a write command: each once, even if the command is sent again, and errors in their place. */
final class Statements {

    private static final int INVALID_LENGTH = 16;

    /** What ends the whole command. */
    private static final Set<Integer> COMMAND_ERRORS = Set.of(
            ErrorCode.WRITE_CONFLICT.code(),
            ErrorCode.SNAPSHOT_UNAVAILABLE.code(),
            ErrorCode.NO_SUCH_TRANSACTION.code(),
            ErrorCode.MAX_TIME_MS_EXPIRED.code(),
            ErrorCode.INTERRUPTED.code(),
            ErrorCode.INTERRUPTED_AT_SHUTDOWN.code(),
            ErrorCode.INTERRUPTED_DUE_TO_REPL_STATE_CHANGE.code());

    private final Call call;
    private final @Nullable TransactionSlot slot;
    private final List<Integer> retried = new ArrayList<>();
    private final List<Document> errors = new ArrayList<>();

    Statements(Call call) {
        this.call = call;
        Session session = call.session();
        boolean retryable = session != null && call.request().txnNumber() != null && !call.inTransaction();
        this.slot = retryable && session != null ? session.slot() : null;
    }

    /** Whether the command may be sent again. */
    boolean areRetryable() {
        return slot != null;
    }

    /** Runs one statement, or returns what it answered before; null if it failed. */
    @Nullable
    Document run(int index, Supplier<Document> statement) {
        try {
            return once(index, statement);
        } catch (CommandError e) {
            if (COMMAND_ERRORS.contains(e.code())) {
                throw e;
            }
            Document error = new Document("index", index).append("code", e.code());
            error.putAll(e.details());
            errors.add(error.append("errmsg", e.getMessage()));
            return null;
        }
    }

    /** The same where an error ends the command. */
    Document once(int index, Supplier<Document> statement) {
        if (slot == null) {
            return statement.get();
        }
        int id = statementId(index);
        Document before = slot.recorded(id);
        if (before != null) {
            retried.add(id);
            return before;
        }
        Document result = statement.get();
        slot.remember(id, result);
        return result;
    }

    private int statementId(int index) {
        if (call.body().get("stmtIds") instanceof List<?> ids && ids.get(index) instanceof Number id) {
            return id.intValue();
        }
        return call.number("stmtId", 0) + index;
    }

    /** Fails if something is wrong with a statement by itself. */
    void check(int index) {
        CommandError error = call.request().refused().get(index);
        if (error != null) {
            throw error;
        }
    }

    /** Whether the statements that are left are not to be run. */
    boolean mustStop() {
        boolean ordered =
                !call.body().containsKey("ordered") || Utils.isTrue(call.body().get("ordered"));
        return !errors.isEmpty() && (ordered || call.inTransaction());
    }

    Document appendTo(Document reply) {
        if (!errors.isEmpty()) {
            reply.append("writeErrors", errors);
        }
        if (!retried.isEmpty()) {
            reply.append("retriedStmtIds", retried);
        }
        return reply;
    }

    /** The statements of a command's field. */
    static List<Document> of(Call call, String field) {
        List<Document> statements = new ArrayList<>();
        if (call.body().get(field) instanceof List<?> given) {
            given.forEach(element -> {
                if (element instanceof Document statement) {
                    statements.add(statement);
                }
            });
        }
        if (statements.isEmpty()) {
            throw new CommandError(INVALID_LENGTH, "Write batch sizes must be between 1 and 100000. Got 0 operations.");
        }
        return statements;
    }
}
