package io.polymongo.embedded.internal.fault;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ConnectionClosed;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.MustWait;
import io.polymongo.embedded.internal.command.Request;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fail point {@code failCommand}. It acts before a command, or, for a write concern error, after it. */
final class FailCommand {

    static final String MESSAGE = "Failing command via 'failCommand' failpoint";

    private final FailPoint point;
    private final Gate gate;

    FailCommand(FailPoint point, Gate gate) {
        this.point = point;
        this.gate = gate;
    }

    /** Waits, closes the connection, fails, or does nothing. */
    void before(Request request) {
        Document data = point.enter(candidate -> matches(candidate, request) && actsBefore(candidate, request));
        if (data == null) {
            return;
        }
        if (FaultData.flag(data, "blockConnection")) {
            block(request, data);
        }
        if (FaultData.flag(data, "closeConnection")) {
            throw new ConnectionClosed(request.connection());
        }
        if (data.get("errorCode") instanceof Number code && code.intValue() != 0) {
            throw new InjectedReply(new CommandError(code.intValue(), MESSAGE).reply(), labels(data), false);
        }
    }

    /** Asked under the fail point's lock, before it counts: who may not wait leaves no trace. */
    private static boolean actsBefore(Document data, Request request) {
        boolean blocks = FaultData.flag(data, "blockConnection");
        if (blocks && !request.mayWait()) {
            throw new MustWait();
        }
        return blocks || FaultData.flag(data, "closeConnection") || data.containsKey("errorCode");
    }

    /** Puts the write concern error into the reply of a command that has run, or does nothing. */
    void after(Request request, Document reply) {
        if (!CommandNames.supportsWriteConcern(request)) {
            return;
        }
        Document data =
                point.enter(candidate -> matches(candidate, request) && candidate.containsKey("writeConcernError"));
        if (data != null) {
            Document changed = new Document(reply).append("writeConcernError", data.get("writeConcernError"));
            throw new InjectedReply(changed, labels(data), true);
        }
    }

    private void block(Request request, Document data) {
        if (!(data.get("blockTimeMS") instanceof Number time)) {
            throw new CommandError(
                    ErrorCode.INVALID_OPTIONS, "must specify 'blockTimeMS' when 'blockConnection' is true");
        }
        if (time.longValue() < 0) {
            throw new CommandError(ErrorCode.INVALID_OPTIONS, "'blockTimeMS' must be non-negative");
        }
        gate.wait(request, Duration.ofMillis(time.longValue()));
    }

    private static boolean matches(Document data, Request request) {
        if (!FaultData.concerns(data, request)) {
            return false;
        }
        if (data.containsKey("failAllCommands")) {
            return true;
        }
        String name = CommandNames.canonical(request.name());
        return data.get("failCommands") instanceof Collection<?> names
                && names.stream()
                        .anyMatch(other ->
                                CommandNames.canonical(String.valueOf(other)).equals(name));
    }

    private static @Nullable List<String> labels(Document data) {
        return data.get("errorLabels") instanceof Collection<?> labels
                ? labels.stream().map(String::valueOf).toList()
                : null;
    }
}
