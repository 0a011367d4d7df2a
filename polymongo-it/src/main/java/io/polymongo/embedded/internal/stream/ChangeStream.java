package io.polymongo.embedded.internal.stream;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.ApiParameters;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Owner;
import io.polymongo.embedded.internal.command.Request;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A cursor over a change stream: whose it is, whether it is in use, and its reader. Thread-safe but for the reader. */
final class ChangeStream {

    private final long id;
    private final int member;
    private final Scope scope;
    private final Owner owner;
    private final ApiParameters api;
    private final @Nullable UUID session;
    private final EventReader reader;
    private final Bell bell = new Bell();
    private final AtomicBoolean inUse = new AtomicBoolean();
    private final AtomicReference<@Nullable CommandError> killed = new AtomicReference<>();

    ChangeStream(long id, Scope scope, Request opening, EventReader reader) {
        this.id = id;
        this.member = opening.connection().member();
        this.scope = scope;
        this.owner = Owner.of(opening.connection());
        this.session = opening.sessionId();
        this.api = ApiParameters.of(opening);
        this.reader = reader;
    }

    long id() {
        return id;
    }

    Scope scope() {
        return scope;
    }

    Bell bell() {
        return bell;
    }

    Owner owner() {
        return owner;
    }

    /** Whether it was opened on this member; no other knows it. */
    boolean isOn(int someMember) {
        return someMember == member;
    }

    boolean belongsTo(UUID someSession) {
        return someSession.equals(session);
    }

    /** Refuses a request that may not read on here. */
    void check(Request getMore) {
        UUID asking = getMore.sessionId();
        if (session == null && asking != null) {
            throw refused(50736, "not created in a session, in session " + asking);
        }
        if (session != null && asking == null) {
            throw refused(50737, "created in session " + session + ", without an lsid");
        }
        if (session != null && !session.equals(asking)) {
            throw refused(50738, "created in session " + session + ", in session " + asking);
        }
        if (getMore.isInTransaction()) {
            throw refused(50739, "not created in a transaction, in transaction " + getMore.txnNumber());
        }
        if (!owner.equals(Owner.of(getMore.connection()))) {
            throw new CommandError(
                    ErrorCode.UNAUTHORIZED, "cursor id " + id + " was not created by the authenticated user");
        }
        String namespace = getMore.database() + "." + getMore.body().get("collection");
        if (!namespace.equals(scope.namespace())) {
            throw new CommandError(
                    ErrorCode.UNAUTHORIZED,
                    "Requested getMore on namespace '" + namespace + "', but cursor belongs to a different namespace "
                            + scope.namespace());
        }
        api.check(getMore, "cursor-creating command");
    }

    /** Lets one request at a time read. */
    EventReader claim() {
        if (!inUse.compareAndSet(false, true)) {
            throw new CommandError(ErrorCode.CURSOR_IN_USE, "cursor id " + id + " is already in use");
        }
        return reader;
    }

    void release() {
        inUse.set(false);
    }

    /** Ends it: whoever reads or waits on it gets this error. */
    void kill(CommandError error) {
        killed.compareAndSet(null, error);
        bell.ring();
    }

    void throwIfKilled() {
        CommandError error = killed.get();
        if (error != null) {
            throw error;
        }
    }

    /** The reply with a batch; the cursor's id is 0 when it is over. */
    Document reply(String field, Batch batch) {
        Document cursor = new Document(field, batch.events())
                .append("postBatchResumeToken", reader.resumeToken())
                .append("id", reader.hasEnded() ? 0L : id)
                .append("ns", scope.namespace());
        return new Document("cursor", cursor).append("ok", 1.0);
    }

    private CommandError refused(int code, String how) {
        return new CommandError(code, "Cannot run getMore on cursor " + id + ", which was " + how);
    }
}
