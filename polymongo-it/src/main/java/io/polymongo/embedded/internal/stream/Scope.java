package io.polymongo.embedded.internal.stream;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import io.polymongo.embedded.internal.oplog.OplogEntry.Change;
import io.polymongo.embedded.internal.oplog.OplogEntry.Kind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a stream watches: a collection, a database or everything.
 *
 * @param database the database, {@code admin} for everything
 * @param collection the collection, or null for more than one
 * @param wholeCluster whether it is everything
 */
record Scope(String database, @Nullable String collection, boolean wholeCluster) {

    private static final Set<String> INTERNAL = Set.of("admin", "config", "local");

    /** What an aggregation watches, or the error that the server has for it. */
    static Scope of(Request request, StreamSpec spec, StreamSources sources) {
        String database = request.database();
        String collection = collectionOf(request);
        Scope scope = new Scope(database, collection, spec.wholeCluster());
        if (spec.wholeCluster() && !(database.equals("admin") && collection == null)) {
            throw new CommandError(
                    ErrorCode.INVALID_OPTIONS,
                    "A $changeStream with 'allChangesForCluster:true' may only be opened on the 'admin' database, "
                            + "and with no collection name; found " + scope.namespace());
        }
        if (!spec.wholeCluster() && INTERNAL.contains(database)) {
            throw notOpened(database + " database");
        }
        if (collection != null && collection.startsWith("system.")) {
            throw notOpened(scope.namespace() + " collection");
        }
        if (collection != null && sources.isView(database, collection)) {
            throw new CommandError(
                    ErrorCode.COMMAND_NOT_SUPPORTED_ON_VIEW,
                    "Namespace " + scope.namespace() + " is a view, not a collection");
        }
        return scope;
    }

    private static CommandError notOpened(String what) {
        return new CommandError(ErrorCode.INVALID_NAMESPACE, "$changeStream may not be opened on the internal " + what);
    }

    private static @Nullable String collectionOf(Request request) {
        Object target = request.target();
        if (target instanceof String name && !name.isEmpty()) {
            return name;
        }
        if (target instanceof Number one && one.doubleValue() == 1.0) {
            return null;
        }
        throw target instanceof String
                ? new CommandError(
                        ErrorCode.INVALID_NAMESPACE, "Invalid namespace specified '" + request.database() + ".'")
                : new CommandError(
                        ErrorCode.FAILED_TO_PARSE,
                        "Invalid command format: the 'aggregate' field must specify a collection name or 1");
    }

    /** The namespace of its cursor. */
    String namespace() {
        return database + "." + (collection == null ? "$cmd.aggregate" : collection);
    }

    /** Whether a change belongs to it. */
    boolean concerns(Change change) {
        if (includes(change.database(), change.collection())) {
            return true;
        }
        return change.kind() == Kind.RENAME
                && change.description() != null
                && change.description().get("to") instanceof Document to
                && to.get("db") instanceof String toDatabase
                && to.get("coll") instanceof String toCollection
                && includes(toDatabase, toCollection);
    }

    /** Whether it is over after a change that belongs to it. */
    boolean isEndedBy(Kind kind) {
        return switch (kind) {
            case DROP, RENAME -> collection != null;
            case DROP_DATABASE -> !wholeCluster;
            default -> false;
        };
    }

    private boolean includes(String changed, @Nullable String changedCollection) {
        if (wholeCluster) {
            return !INTERNAL.contains(changed) && isVisible(changedCollection);
        }
        if (!database.equals(changed)) {
            return false;
        }
        // The end of a database is the end of each collection in it, and of those that never were.
        return changedCollection == null
                || (collection == null ? isVisible(changedCollection) : collection.equals(changedCollection));
    }

    private static boolean isVisible(@Nullable String name) {
        return name == null || !name.startsWith("system.") && !name.startsWith("$");
    }
}
