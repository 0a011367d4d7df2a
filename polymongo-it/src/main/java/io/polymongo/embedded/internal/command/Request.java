package io.polymongo.embedded.internal.command;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command as it arrived. The body is not to be changed; whoever needs another body makes a new request.
 *
 * @param connection where it came from
 * @param database the database it runs in ({@code $db})
 * @param body the whole command, document sequences taken in, {@code $db} among its fields
 * @param mayStream whether the client allows more than one answer (exhaustAllowed)
 * @param refused what is wrong with statements of a write, by their indexes: to be told in their places
 * @param mayWait whether the thread may wait or be busy for long; where not, {@link MustWait} says that it would
 */
public record Request(
        Connection connection,
        String database,
        Document body,
        boolean mayStream,
        Map<Integer, CommandError> refused,
        boolean mayWait) {

    /** The fields that every command may have, beside its own. */
    public static final Set<String> COMMON_FIELDS = Set.of(
            "lsid",
            "txnNumber",
            "autocommit",
            "startTransaction",
            "stmtId",
            "$db",
            "$clusterTime",
            "$readPreference",
            "readConcern",
            "writeConcern",
            "maxTimeMS",
            "comment",
            "apiVersion",
            "apiStrict",
            "apiDeprecationErrors");

    /** A request of which nothing is known to be wrong, on a thread that may wait. */
    public Request(Connection connection, String database, Document body, boolean mayStream) {
        this(connection, database, body, mayStream, Map.of(), true);
    }

    /** The command's name: its first field. */
    public String name() {
        return body.isEmpty() ? "" : body.keySet().iterator().next();
    }

    /** What the name's field holds: a collection's name for most commands. */
    public @Nullable Object target() {
        return body.isEmpty() ? null : body.get(name());
    }

    /** The fields that neither every command has nor some others. */
    public Document fieldsBeside(Set<String> others) {
        Document fields = new Document(body);
        fields.remove(name());
        fields.keySet().removeAll(COMMON_FIELDS);
        fields.keySet().removeAll(others);
        return fields;
    }

    /** The session's id document ({@code lsid}), or null. */
    public @Nullable Document lsid() {
        return body.get("lsid") instanceof Document lsid ? lsid : null;
    }

    /** The session's UUID, or null. */
    public @Nullable UUID sessionId() {
        Document lsid = lsid();
        return lsid == null ? null : Binary.uuid(lsid.get("id"));
    }

    /** The transaction's or retryable write's number, or null. */
    public @Nullable Long txnNumber() {
        return body.get("txnNumber") instanceof Number number ? number.longValue() : null;
    }

    /** Whether it belongs to a transaction ({@code autocommit: false}). */
    public boolean isInTransaction() {
        return Boolean.FALSE.equals(body.get("autocommit"));
    }

    /** Whether it begins one. */
    public boolean startsTransaction() {
        return Boolean.TRUE.equals(body.get("startTransaction"));
    }

    /** The same with another body. */
    public Request with(Document other) {
        return new Request(connection, database, other, mayStream, refused, mayWait);
    }

    /** The same with statements that are wrong. */
    public Request with(Map<Integer, CommandError> wrong) {
        return new Request(connection, database, body, mayStream, Map.copyOf(wrong), mayWait);
    }

    /** The same on a thread that may not wait. */
    public Request withoutWaiting() {
        return new Request(connection, database, body, mayStream, refused, false);
    }
}
