package io.polymongo.embedded.internal.election;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ConnectionClosed;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import java.util.Set;

/** Which commands a member's state allows. */
final class StateChecks {

    private static final Set<String> WRITES = Set.of(
            "insert",
            "update",
            "delete",
            "findAndModify",
            "findandmodify",
            "bulkWrite",
            "create",
            "createIndexes",
            "drop",
            "dropDatabase",
            "dropIndexes",
            "deleteIndexes",
            "collMod",
            "renameCollection",
            "convertToCapped",
            "commitTransaction",
            "abortTransaction",
            "createUser",
            "updateUser",
            "dropUser",
            "dropAllUsersFromDatabase",
            "grantRolesToUser",
            "revokeRolesFromUser");

    private static final Set<String> READS = Set.of(
            "find",
            "aggregate",
            "count",
            "distinct",
            "mapReduce",
            "mapreduce",
            "explain",
            "listCollections",
            "listIndexes",
            "listDatabases",
            "usersInfo");

    private StateChecks() {}

    /** Whether a command must end when its member is no longer primary. */
    static boolean needsPrimary(Request request) {
        return request.isInTransaction() || WRITES.contains(request.name());
    }

    static void check(Request request, MemberState state) {
        if (state == MemberState.DOWN) {
            if (request.name().equals("getMore")) {
                // Its cursor is gone with the member. Nobody knows any more what it was, and without the label of a
                // change stream the driver would give the stream up, which it resumes when the connection is gone, too.
                throw new ConnectionClosed(request.connection());
            }
            throw shutDown();
        }
        if (state == MemberState.PRIMARY) {
            return;
        }
        if (needsPrimary(request)) {
            throw new CommandError(ErrorCode.NOT_WRITABLE_PRIMARY, "not primary");
        }
        if (READS.contains(request.name()) && !allowsSecondaries(request.body())) {
            throw new CommandError(ErrorCode.NOT_PRIMARY_NO_SECONDARY_OK, "not primary and secondaryOk=false");
        }
    }

    static CommandError shutDown() {
        return new CommandError(ErrorCode.SHUTDOWN_IN_PROGRESS, "The server is in quiesce mode and will shut down");
    }

    private static boolean allowsSecondaries(Document body) {
        return body.get("$readPreference") instanceof Document preference
                && preference.get("mode") instanceof String mode
                && !mode.equals("primary");
    }
}
