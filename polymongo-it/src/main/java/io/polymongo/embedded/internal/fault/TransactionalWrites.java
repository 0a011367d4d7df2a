package io.polymongo.embedded.internal.fault;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.ConnectionClosed;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The fail point {@code onPrimaryTransactionalWrite}. Where the service asks before each statement, it is exact; where
 * it does not, single statements are watched from outside and the rest is refused.
 */
final class TransactionalWrites implements RetryableWriteFault {

    static final String NAME = "onPrimaryTransactionalWrite";

    private static final Set<String> WRITES = Set.of("insert", "update", "delete", "findAndModify", "findandmodify");

    private final FailPoint point;
    private final boolean serviceAsks;

    TransactionalWrites(FailPoint point, boolean serviceAsks) {
        this.point = point;
        this.serviceAsks = serviceAsks;
    }

    /** Refuses what cannot be done. */
    void check(Document data) {
        FaultData.check(NAME, FaultData.TRANSACTIONAL_WRITE, data);
        if (!serviceAsks && data.containsKey("failBeforeCommitExceptionCode")) {
            throw unsupported("'failBeforeCommitExceptionCode'");
        }
    }

    @Override
    public void beforeCommit(Request request) {
        Document data = point.enter(any -> isRetryableWrite(request));
        if (data == null) {
            return;
        }
        if (!Boolean.FALSE.equals(data.get("closeConnection"))) {
            request.connection().attribute(Closing.class, Closing.AFTER_THE_COMMAND);
        }
        if (data.get("failBeforeCommitExceptionCode") instanceof Number code) {
            throw new CommandError(
                    code.intValue(),
                    "Failing write for " + request.sessionId() + ":" + request.txnNumber()
                            + " due to failpoint. The write must not be reflected.");
        }
    }

    /** Runs a command, and closes its connection after it if that was asked for. */
    Document run(Request request, CommandHandler next) {
        if (!serviceAsks && point.isOn() && isRetryableWrite(request)) {
            refuseSeveralStatements(request);
        }
        Document reply;
        try {
            reply = next.handle(request);
        } catch (CommandError e) {
            closeIfAsked(request);
            throw e;
        }
        if (!serviceAsks && isRetryableWrite(request) && hasWritten(reply)) {
            beforeCommit(request);
        }
        closeIfAsked(request);
        return reply;
    }

    // What the command returned or threw does not matter any more: nobody is there to be told.
    private static void closeIfAsked(Request request) {
        if (request.connection().attribute(Closing.class) != null) {
            request.connection().attribute(Closing.class, null);
            throw new ConnectionClosed(request.connection());
        }
    }

    private static boolean isRetryableWrite(Request request) {
        return request.txnNumber() != null && !request.isInTransaction() && WRITES.contains(request.name());
    }

    private static void refuseSeveralStatements(Request request) {
        for (String statements : List.of("updates", "deletes")) {
            if (request.body().get(statements) instanceof Collection<?> several && several.size() > 1) {
                throw unsupported("several " + statements);
            }
        }
    }

    private static boolean hasWritten(Document reply) {
        if (reply.containsKey("retriedStmtIds") || reply.containsKey("retriedStmtId")) {
            return false;
        }
        if (reply.get("lastErrorObject") instanceof Document last) {
            return last.get("n") instanceof Number n && n.intValue() > 0;
        }
        if (reply.containsKey("upserted")) {
            return true;
        }
        Object changed = reply.containsKey("nModified") ? reply.get("nModified") : reply.get("n");
        return changed instanceof Number number && number.intValue() > 0;
    }

    private static CommandError unsupported(String what) {
        return new CommandError(
                ErrorCode.COMMAND_NOT_SUPPORTED,
                "the embedded server does not support " + what + " with the fail point '" + NAME + "'");
    }

    /** Left with a connection that is to be closed without an answer. */
    private enum Closing {
        AFTER_THE_COMMAND
    }
}
