package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.ApiParameters;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import io.polymongo.embedded.internal.session.Session;
import io.polymongo.embedded.internal.store.Workspace;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs the commands of transactions: begins, goes on, commits, aborts, and aborts after errors. */
final class TransactionRunner {

    private static final Set<String> INTERNAL_DATABASES = Set.of("admin", "config", "local");
    private static final Set<String> NEVER_FIRST = Set.of("getMore", "killCursors");

    private final Environment environment;

    TransactionRunner(Environment environment) {
        this.environment = environment;
    }

    /** What a request must have to belong to a transaction or retryable write. */
    static void checkFields(Request request) {
        Document body = request.body();
        if (body.containsKey("lsid") && request.sessionId() == null) {
            // without its session a transaction would be none
            throw new CommandError(ErrorCode.TYPE_MISMATCH, "'lsid' must be an object with a UUID 'id'");
        }
        if (body.containsKey("txnNumber") && request.lsid() == null) {
            throw Concerns.invalid("Transaction number requires a session ID to also be specified");
        }
        Long number = request.txnNumber();
        if (number != null && number < 0) {
            throw Concerns.invalid("Transaction number cannot be negative");
        }
        if (body.containsKey("autocommit")) {
            if (!body.containsKey("txnNumber")) {
                throw Concerns.invalid("'autocommit' field requires a transaction number to also be specified");
            }
            if (!request.isInTransaction()) {
                throw Concerns.invalid("Specifying autocommit=true is not allowed.");
            }
        }
        if (body.containsKey("startTransaction")) {
            if (!request.isInTransaction()) {
                throw Concerns.invalid("'startTransaction' field requires 'autocommit' field to also be specified");
            }
            if (!request.startsTransaction()) {
                throw Concerns.invalid("Specifying startTransaction=false is not allowed.");
            }
        }
        if (number != null && !request.isInTransaction() && !CommandTable.isRetryable(request.name())) {
            throw new CommandError(
                    ErrorCode.NOT_A_RETRYABLE_WRITE_COMMAND,
                    "txnNumber may only be provided for multi-document transactions and retryable write commands."
                            + " autocommit:false was not provided, and " + request.name()
                            + " is not a retryable write command.");
        }
    }

    static boolean ends(Request request) {
        return request.name().equals("commitTransaction") || request.name().equals("abortTransaction");
    }

    /** Commits or aborts. */
    Document end(Request request, @Nullable Session session) {
        boolean commits = request.name().equals("commitTransaction");
        Long number = request.txnNumber();
        if (request.startsTransaction()) {
            throw refused("Cannot start a transaction with " + (commits ? "a commit" : "an abort"));
        }
        if (!request.database().equals("admin")) {
            throw new CommandError(
                    ErrorCode.UNAUTHORIZED, request.name() + " may only be run against the admin database.");
        }
        if (session == null || number == null) {
            throw new CommandError(ErrorCode.COMMAND_FAILED, request.name() + " must be run within a transaction");
        }
        try {
            environment.store().locked(() -> {
                session.slot().checkApi(request);
                if (commits) {
                    session.slot().commit(number);
                } else {
                    session.slot().abort(number);
                    environment.cursors().killOf(session.id(), number);
                }
                return true;
            });
        } catch (CommandError e) {
            throw withWriteConcernError(request, e);
        }
        return Concerns.withWriteConcernError(request, Command.ok(), environment.members());
    }

    /** An unknown transaction is no reason to begin anew where the write concern is what failed. */
    private CommandError withWriteConcernError(Request request, CommandError error) {
        Document details = Concerns.withWriteConcernError(request, new Document(), environment.members());
        return details.isEmpty()
                ? error
                : new CommandError(error.code(), String.valueOf(error.getMessage()), List.of(), details);
    }

    /** Runs a command inside of a transaction. */
    Document run(Command command, Request request, Session session) {
        String name = request.name();
        if (!CommandTable.mayRunInTransaction(name)) {
            throw refused(
                    name.equals("count")
                            ? "Cannot run 'count' in a multi-document transaction. Please see"
                                    + " http://dochub.mongodb.org/core/transaction-count for a recommended alternative."
                            : "Cannot run '" + name + "' in a multi-document transaction.");
        }
        if (INTERNAL_DATABASES.contains(request.database())) {
            throw refused("Cannot run command against the '" + request.database() + "' database in a transaction.");
        }
        if (request.startsTransaction() && NEVER_FIRST.contains(name)) {
            throw refused("Cannot run " + name + " as the first operation in a multi-document transaction.");
        }
        Concerns.checkInTransaction(request);
        Long number = request.txnNumber();
        if (number == null) {
            throw Concerns.invalid("'autocommit' field requires a transaction number to also be specified");
        }
        Workspace workspace = environment.store().locked(() -> {
            session.transactionClient(request.connection());
            session.slot().checkApi(request);
            return request.startsTransaction()
                    ? begin(request, session, number)
                    : session.slot().proceed(number);
        });
        return runIn(workspace, command, request, session);
    }

    private Workspace begin(Request request, Session session, long number) {
        long now = environment.ticker().getAsLong();
        return session.slot()
                .begin(
                        number,
                        ApiParameters.of(request),
                        now,
                        now + environment.sessions().transactionLifetime().toNanos());
    }

    private Document runIn(Workspace workspace, Command command, Request request, Session session) {
        boolean succeeded = false;
        try {
            Call call = new Call(
                    environment, request, session, workspace.view(), null, Call.deadline(environment, request));
            Document reply = command.run(call);
            succeeded = !reply.containsKey("writeErrors");
            return reply;
        } finally {
            if (!succeeded) {
                environment.store().locked(() -> {
                    abort(workspace, request, session);
                    return true;
                });
            }
        }
    }

    /** Aborts the transaction unless another has begun in its place. */
    private void abort(Workspace workspace, Request request, Session session) {
        if (!workspace.isEnded()) {
            session.slot().abort();
            Long number = request.txnNumber();
            if (number != null) {
                environment.cursors().killOf(session.id(), number);
            }
        }
    }

    private static CommandError refused(String message) {
        return new CommandError(ErrorCode.OPERATION_NOT_SUPPORTED_IN_TRANSACTION, message);
    }
}
