package io.polymongo.embedded.internal.election;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells with every error that speaks of a change of the set, true or injected, which state of the member it is about. A
 * driver leaves out of account what it knows already; without that it would take a member to be unknown until the member
 * says something by itself, which may be ten seconds. Thread-safe.
 */
public final class StateErrors implements CommandHandler {

    private static final Set<Integer> NOT_PRIMARY = Set.of(
            ErrorCode.NOT_WRITABLE_PRIMARY.code(),
            ErrorCode.NOT_PRIMARY_NO_SECONDARY_OK.code(),
            ErrorCode.NOT_PRIMARY_OR_SECONDARY.code(),
            ErrorCode.PRIMARY_STEPPED_DOWN.code(),
            ErrorCode.INTERRUPTED_DUE_TO_REPL_STATE_CHANGE.code());
    private static final Set<Integer> SHUTDOWN =
            Set.of(ErrorCode.SHUTDOWN_IN_PROGRESS.code(), ErrorCode.INTERRUPTED_AT_SHUTDOWN.code());

    private final ReplicaSet set;
    private final CommandHandler next;

    /** Stands before a handler that turns every error into a reply. */
    public StateErrors(ReplicaSet set, CommandHandler next) {
        this.set = set;
        this.next = next;
    }

    @Override
    public Document handle(Request request) {
        Document reply = next.handle(request);
        Object writeConcern = reply.get("writeConcernError");
        Integer code = code(reply);
        Integer writeConcernCode = writeConcern instanceof Document error ? code(error) : null;
        if (code != null || writeConcernCode != null) {
            MemberView view = set.view(request.connection().member());
            if (speaksOfState(code, view) || speaksOfState(writeConcernCode, view)) {
                reply.putIfAbsent("topologyVersion", view.version().toDocument());
            }
        }
        return reply;
    }

    /** A member that is up has no other state to tell when somebody lets it say that it shuts down. */
    private static boolean speaksOfState(@Nullable Integer code, MemberView view) {
        return code != null
                && (NOT_PRIMARY.contains(code) || (SHUTDOWN.contains(code) && view.state() == MemberState.DOWN));
    }

    private static @Nullable Integer code(Document reply) {
        return reply.get("code") instanceof Number code ? Integer.valueOf(code.intValue()) : null;
    }
}
