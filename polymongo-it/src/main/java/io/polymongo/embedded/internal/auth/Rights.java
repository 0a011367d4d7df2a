package io.polymongo.embedded.internal.auth;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.Request;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which right each command needs. */
final class Rights {

    /** What runs before anybody has authenticated. */
    private static final Set<String> OPEN = Set.of(
            "hello",
            "isMaster",
            "ismaster",
            "saslStart",
            "saslContinue",
            "ping",
            "buildInfo",
            "buildinfo",
            "connectionStatus",
            "whatsmyuri",
            "logout",
            "getnonce",
            "authenticate");

    /** What every user may do: his sessions and cursors are his own. */
    private static final Set<String> EVERY_USER = Set.of(
            "startSession",
            "refreshSessions",
            "endSessions",
            "killSessions",
            "commitTransaction",
            "abortTransaction",
            "getMore",
            "killCursors",
            "listDatabases",
            "listCommands",
            "testVersion2",
            "testVersions1And2",
            "testDeprecationInVersion2",
            "testRemoval",
            "testDeprecation");

    private static final Map<String, Right> NEEDED = needed();

    private Rights() {}

    static boolean needsNobody(String command) {
        return OPEN.contains(command);
    }

    /** Whether a user may run a command. */
    static boolean permit(User user, Request request) {
        String name = request.name();
        if (OPEN.contains(name) || EVERY_USER.contains(name)) {
            return true;
        }
        if (name.equals("explain")) {
            return request.target() instanceof Document explained && permit(user, request.with(explained));
        }
        if (name.equals("aggregate")) {
            return permitAggregate(user, request);
        }
        if (name.equals("currentOp") && Utils.isTrue(request.body().get("$ownOps"))) {
            return true;
        }
        if (name.equals("usersInfo")) {
            return permitUsersInfo(user, request);
        }
        if (name.equals("renameCollection")) {
            return permitRename(user, request);
        }
        Right right = NEEDED.get(name);
        return right == null ? isRoot(user) : permit(user, right, request);
    }

    private static boolean permit(User user, Right right, Request request) {
        return right == Right.MONITOR || right == Right.CLUSTER_ADMIN
                ? user.mayEverywhere(right)
                : user.may(right, request.database());
    }

    private static boolean permitAggregate(User user, Request request) {
        if (!(request.body().get("pipeline") instanceof Collection<?> stages)) {
            return user.may(Right.READ, request.database());
        }
        boolean first = true;
        boolean reads = user.may(Right.READ, request.database());
        for (Object stage : stages) {
            if (!(stage instanceof Document document) || document.isEmpty()) {
                continue;
            }
            String name = document.keySet().iterator().next();
            Object options = document.get(name);
            if (first && name.equals("$listSessions")) {
                reads = user.mayEverywhere(Right.MONITOR);
            } else if (first && name.equals("$currentOp")) {
                reads = !(options instanceof Document given && Boolean.TRUE.equals(given.get("allUsers")))
                        || user.mayEverywhere(Right.MONITOR);
            } else if (first && name.equals("$listLocalSessions")) {
                reads = !(options instanceof Document all && Boolean.TRUE.equals(all.get("allUsers")))
                        || user.mayEverywhere(Right.MONITOR);
            } else if (first && name.equals("$changeStream") && isForCluster(options)) {
                reads = user.mayEverywhere(Right.READ);
            } else if (first && name.equals("$collStats")) {
                reads = user.may(Right.STATISTICS, request.database());
            }
            String written = writtenDatabase(name, options, request.database());
            if (written != null && !user.may(Right.WRITE, written)) {
                return false;
            }
            first = false;
        }
        return reads;
    }

    private static boolean isForCluster(@Nullable Object options) {
        return options instanceof Document stream && Boolean.TRUE.equals(stream.get("allChangesForCluster"));
    }

    private static @Nullable String writtenDatabase(String stage, @Nullable Object options, String current) {
        if (stage.equals("$out")) {
            return options instanceof Document out && out.get("db") instanceof String other ? other : current;
        }
        if (stage.equals("$merge")) {
            return options instanceof Document merge
                            && merge.get("into") instanceof Document into
                            && into.get("db") instanceof String other
                    ? other
                    : current;
        }
        return null;
    }

    // Everybody may see himself.
    private static boolean permitUsersInfo(User user, Request request) {
        if (request.target() instanceof Number) {
            return user.may(Right.USER_ADMIN, request.database());
        }
        if (request.target() instanceof Document all && all.containsKey("forAllDBs")) {
            return user.mayEverywhere(Right.USER_ADMIN);
        }
        return UserCommands.names(request).stream()
                .allMatch(name -> name.equals(user.name()) || user.may(Right.USER_ADMIN, name.database()));
    }

    private static boolean permitRename(User user, Request request) {
        String from = database(request.target());
        String to = database(request.body().get("to"));
        return from.equals(to)
                ? user.may(Right.STRUCTURE, from)
                : user.may(Right.READ, from)
                        && user.may(Right.STRUCTURE, from)
                        && user.may(Right.WRITE, to)
                        && user.may(Right.STRUCTURE, to);
    }

    private static String database(@Nullable Object namespace) {
        String text = String.valueOf(namespace);
        int dot = text.indexOf('.');
        return dot < 0 ? text : text.substring(0, dot);
    }

    // A command that is not listed is only for whom everything is allowed.
    private static boolean isRoot(User user) {
        return user.roles().stream().anyMatch(role -> role.name().equals("root"));
    }

    private static Map<String, Right> needed() {
        Map<String, Right> rights = new HashMap<>();
        put(rights, Right.READ, "find", "count", "distinct", "mapReduce", "mapreduce", "dbHash");
        put(rights, Right.WRITE, "insert", "update", "delete", "findAndModify", "findandmodify");
        put(rights, Right.STRUCTURE, "create", "createIndexes", "drop", "dropIndexes", "deleteIndexes");
        put(rights, Right.INSPECT, "listCollections", "listIndexes");
        put(rights, Right.STATISTICS, "dbStats", "dbstats", "collStats", "collstats", "dataSize");
        put(rights, Right.DATABASE_ADMIN, "dropDatabase", "collMod", "validate", "reIndex", "compact", "profile");
        put(rights, Right.USER_ADMIN, "createUser", "updateUser", "dropUser");
        put(
                rights,
                Right.MONITOR,
                "serverStatus",
                "currentOp",
                "getParameter",
                "hostInfo",
                "replSetGetStatus",
                "replSetGetConfig",
                "getLog",
                "getCmdLineOpts",
                "top",
                "connPoolStats");
        put(
                rights,
                Right.CLUSTER_ADMIN,
                "setParameter",
                "replSetStepDown",
                "configureFailPoint",
                "killOp",
                "killAllSessions",
                "killAllSessionsByPattern",
                "fsync",
                "shutdown");
        return Map.copyOf(rights);
    }

    private static void put(Map<String, Right> rights, Right right, String... commands) {
        List.of(commands).forEach(command -> rights.put(command, right));
    }
}
