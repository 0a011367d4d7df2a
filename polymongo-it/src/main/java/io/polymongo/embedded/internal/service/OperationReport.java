package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.Binary;
import io.polymongo.embedded.internal.command.ClientMetadata;
import io.polymongo.embedded.internal.command.Connection;
import io.polymongo.embedded.internal.command.Owner;
import io.polymongo.embedded.internal.command.Request;
import io.polymongo.embedded.internal.command.UserName;
import io.polymongo.embedded.internal.operation.Operation;
import io.polymongo.embedded.internal.session.Session;
import io.polymongo.embedded.internal.transaction.TransactionSlot;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is told of a command, a connection or a session by {@code currentOp}. To be used under the store's lock. */
final class OperationReport {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx").withZone(ZoneId.systemDefault());

    private final Environment environment;
    private final int member;
    private final boolean truncated;
    private final Instant now;

    /** @param truncated whether a long command is told as text */
    OperationReport(Environment environment, int member, boolean truncated) {
        this.environment = environment;
        this.member = member;
        this.truncated = truncated;
        this.now = environment.clock().instant();
    }

    Document of(Operation operation) {
        Request request = operation.request();
        Document report = begin("op");
        addClient(report, request.connection(), "conn" + request.connection().id());
        addState(report, request.connection(), true);
        report.append("opid", operation.id());
        if (operation.interruption() != null) {
            report.append("killPending", true);
        }
        UUID id = request.sessionId();
        if (id != null) {
            report.append("lsid", lsid(id, operation.owner()));
        }
        long nanos = System.nanoTime() - operation.startedAt();
        OperationNames names = new OperationNames(request);
        report.append("secs_running", TimeUnit.NANOSECONDS.toSeconds(nanos))
                .append("microsecs_running", TimeUnit.NANOSECONDS.toMicros(nanos))
                .append("op", names.kind())
                .append("ns", names.namespace())
                .append("command", truncated ? names.shortCommand() : names.command())
                .append("numYields", 0);
        Document transaction =
                id == null ? null : transaction(request, environment.sessions().find(id));
        if (transaction != null) {
            report.append("transaction", transaction);
        }
        return report.append("waitingForLock", Call.waitsForLock(request.connection()))
                .append("waitingForFlowControl", false);
    }

    /** A connection over which nothing runs. */
    Document ofIdle(Connection connection) {
        Document report = begin("op");
        addClient(report, connection, "conn" + connection.id());
        addState(report, connection, false);
        return report;
    }

    /** A session whose transaction waits for its next command. */
    Document ofIdle(Session session) {
        Document report = begin("idleSession");
        Connection client = session.transactionClient();
        if (client != null) {
            addClient(report, client, "inactive transaction");
        }
        report.append("lsid", lsid(session.id(), session.owner()));
        TransactionSlot.Open open = session.slot().open();
        if (open != null) {
            report.append("transaction", open(open));
        }
        return report.append("waitingForLock", false).append("active", false);
    }

    private Document begin(String type) {
        return new Document("type", type)
                .append("host", environment.operations().host(member));
    }

    private static void addClient(Document report, Connection connection, String description) {
        report.append("desc", description)
                .append("connectionId", (long) connection.id())
                .append("client", connection.remoteAddress());
        String name = connection.applicationName();
        if (name != null && !name.isEmpty()) {
            report.append("appName", name);
        }
        ClientMetadata metadata = connection.attribute(ClientMetadata.class);
        Document document = metadata == null ? null : metadata.document();
        if (document != null) {
            report.append("clientMetadata", document);
        }
    }

    private void addState(Document report, Connection connection, boolean active) {
        report.append("active", active).append("currentOpTime", TIME.format(now));
        UserName user = connection.attribute(UserName.class);
        if (user != null) {
            report.append("effectiveUsers", List.of(user.document()));
        }
        report.append("threaded", true);
    }

    private static Document lsid(UUID id, Owner owner) {
        return new Document("id", Binary.of(id)).append("uid", owner.uid());
    }

    /** Of a retryable write only its number is told. */
    private @Nullable Document transaction(Request request, @Nullable Session session) {
        Long number = request.txnNumber();
        if (number == null) {
            return null;
        }
        TransactionSlot.Open open = session == null ? null : session.slot().open();
        return open != null && request.isInTransaction() && open.number() == number
                ? open(open)
                : new Document("parameters", new Document("txnNumber", number));
    }

    private Document open(TransactionSlot.Open open) {
        long ticks = environment.ticker().getAsLong();
        return new Document(
                        "parameters",
                        new Document("txnNumber", open.number())
                                .append("txnRetryCounter", 0)
                                .append("autocommit", false))
                .append("startWallClockTime", TIME.format(now.minusNanos(ticks - open.begunAt())))
                .append("timeOpenMicros", TimeUnit.NANOSECONDS.toMicros(ticks - open.begunAt()))
                .append("expiryTime", TIME.format(now.plusNanos(open.endsAt() - ticks)));
    }
}
