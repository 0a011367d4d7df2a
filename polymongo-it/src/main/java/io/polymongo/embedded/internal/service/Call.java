package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.Connection;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.MustWait;
import io.polymongo.embedded.internal.command.Request;
import io.polymongo.embedded.internal.session.Session;
import io.polymongo.embedded.internal.store.Namespace;
import io.polymongo.embedded.internal.store.Store;
import io.polymongo.embedded.internal.store.View;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A command that is being run.
 *
 * @param session its session, or null
 * @param view what it sees
 * @param readTime the time of the snapshot that it reads outside of a transaction, or null
 * @param deadline when it has taken too long, by the ticker, or null
 */
record Call(
        Environment environment,
        Request request,
        @Nullable Session session,
        View view,
        @Nullable BsonTimestamp readTime,
        @Nullable Long deadline) {

    private static final Set<String> WAITING_FOR_LOCKS = Set.of(
            "create",
            "drop",
            "dropDatabase",
            "renameCollection",
            "createIndexes",
            "dropIndexes",
            "deleteIndexes",
            "collMod");

    /** The mark of a connection whose command waits. */
    private enum LockWait {
        WAITS
    }

    static @Nullable Long deadline(Environment environment, Request request) {
        return request.body().get("maxTimeMS") instanceof Number limit
                        && limit.longValue() > 0
                        && !request.name().equals("getMore")
                ? (Long) (environment.ticker().getAsLong() + TimeUnit.MILLISECONDS.toNanos(limit.longValue()))
                : null;
    }

    Document body() {
        return request.body();
    }

    Store store() {
        return environment.store();
    }

    boolean inTransaction() {
        return view.workspace() != null;
    }

    /** The number of its transaction, or null outside of one. */
    @Nullable
    Long transactionNumber() {
        return inTransaction() ? request.txnNumber() : null;
    }

    /** The collection that the command's first field names. */
    Namespace namespace() {
        if (!(request.target() instanceof String collection)) {
            throw new CommandError(
                    ErrorCode.INVALID_NAMESPACE,
                    "collection name has invalid type " + Utils.describeType(request.target()));
        }
        Names.checkReadable(request.database(), collection);
        return new Namespace(request.database(), collection);
    }

    Document document(String field) {
        return body().get(field) instanceof Document document ? document : new Document();
    }

    boolean flag(String field) {
        return Utils.isTrue(body().get(field));
    }

    int number(String field, int otherwise) {
        return body().get(field) instanceof Number number ? number.intValue() : otherwise;
    }

    /** Waits for open transactions; to be called under the store's lock. */
    void await() {
        if (!request.mayWait()) {
            throw new MustWait();
        }
        Long limit = deadline;
        if (limit != null && environment.ticker().getAsLong() - limit >= 0) {
            throw new CommandError(ErrorCode.MAX_TIME_MS_EXPIRED, "operation exceeded time limit");
        }
        environment.sessions().expire();
        boolean forLock = WAITING_FOR_LOCKS.contains(request.name());
        if (forLock) {
            request.connection().attribute(LockWait.class, LockWait.WAITS);
        }
        try {
            store().awaitRelease();
        } finally {
            if (forLock) {
                request.connection().attribute(LockWait.class, null);
            }
        }
    }

    /** Whether a connection's command waits for what MongoDB has a lock for; where writes conflict it has none. */
    static boolean waitsForLock(Connection connection) {
        return connection.attribute(LockWait.class) != null;
    }

    /** A command that is not done in this field. */
    void refuse(String field) {
        if (body().containsKey(field)) {
            throw new CommandError(
                    ErrorCode.COMMAND_NOT_SUPPORTED,
                    "the embedded server does not support '" + request.name() + "." + field + "'");
        }
    }

    /** A collation other than the plain one is refused. */
    void refuseCollation() {
        refuseCollation(body().get("collation"), request.name());
    }

    static void refuseCollation(@Nullable Object collation, String where) {
        if (collation instanceof Document given && !given.isEmpty() && !"simple".equals(given.get("locale"))) {
            throw new CommandError(
                    ErrorCode.COMMAND_NOT_SUPPORTED, "the embedded server does not support '" + where + ".collation'");
        }
    }
}
