package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.Connection;
import io.polymongo.embedded.internal.command.Owner;
import io.polymongo.embedded.internal.engine.Filter;
import io.polymongo.embedded.internal.engine.Variables;
import io.polymongo.embedded.internal.operation.Operation;
import io.polymongo.embedded.internal.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code currentOp}, {@code $currentOp} and {@code killOp}. */
final class CurrentOpCommands {

    /** What is no filter; the rest of a command's fields is. */
    private static final Set<String> OPTIONS = Set.of("$all", "$ownOps", "$truncateOps");

    private CurrentOpCommands() {}

    /**
     * What is to be listed.
     *
     * @param everybodys whether what belongs to others is, too
     * @param idleConnections whether connections without a command are
     * @param idleSessions whether sessions are whose transaction waits for its next command
     * @param truncated whether a command of more than a thousand bytes is told as text
     */
    private record Wanted(boolean everybodys, boolean idleConnections, boolean idleSessions, boolean truncated) {}

    static Document list(Call call) {
        List<Document> found = list(call, new Wanted(!call.flag("$ownOps"), call.flag("$all"), true, true));
        return Command.ok()
                .append("inprog", new Filter(call.request().fieldsBeside(OPTIONS), Variables.NONE).apply(found));
    }

    static List<Document> stage(Call call, Document options) {
        return list(
                call,
                new Wanted(
                        Utils.isTrue(options.get("allUsers")),
                        Utils.isTrue(options.get("idleConnections")),
                        !Boolean.FALSE.equals(options.get("idleSessions")),
                        Utils.isTrue(options.get("truncateOps"))));
    }

    /** Says no more than that it tries, as MongoDB does; who may is asked before. */
    static Document kill(Call call) {
        Operation found =
                call.environment().operations().find(call.request().connection().member(), call.number("op", 0));
        if (found != null) {
            found.kill();
        }
        return Command.ok().append("info", "attempting to kill op");
    }

    private static List<Document> list(Call call, Wanted wanted) {
        return call.store().locked(() -> {
            Owner own = Owner.of(call.request().connection());
            int member = call.request().connection().member();
            OperationReport report = new OperationReport(call.environment(), member, wanted.truncated());
            List<Document> found = new ArrayList<>();
            for (Operation operation : call.environment().operations().on(member)) {
                if (wanted.everybodys() || operation.owner().equals(own)) {
                    found.add(report.of(operation));
                }
            }
            if (wanted.idleConnections()) {
                for (Connection connection : call.environment().operations().idle(member)) {
                    if (wanted.everybodys() || Owner.of(connection).equals(own)) {
                        found.add(report.ofIdle(connection));
                    }
                }
            }
            if (wanted.idleSessions()) {
                for (Session session : call.environment().sessions().all()) {
                    if ((wanted.everybodys() || session.owner().equals(own)) && isIdle(call, session, member)) {
                        found.add(report.ofIdle(session));
                    }
                }
            }
            return found;
        });
    }

    /** Whether it has a transaction on the member that no command runs in. */
    private static boolean isIdle(Call call, Session session, int member) {
        Connection client = session.transactionClient();
        return session.slot().isInProgress()
                && client != null
                && client.member() == member
                && call.environment().operations().on(member).stream()
                        .map(Operation::request)
                        .noneMatch(request ->
                                request.isInTransaction() && session.id().equals(request.sessionId()));
    }
}
