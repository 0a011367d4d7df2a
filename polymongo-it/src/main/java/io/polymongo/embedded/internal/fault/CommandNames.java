package io.polymongo.embedded.internal.fault;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.Request;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** What the server knows of a command by its name. */
final class CommandNames {

    private static final int LONGEST_SHOWN = 64;

    private static final Map<String, String> ALIASES = Map.of(
            "ismaster", "isMaster",
            "findandmodify", "findAndModify",
            "buildinfo", "buildInfo",
            "collstats", "collStats",
            "dbstats", "dbStats",
            "mapreduce", "mapReduce",
            "deleteIndexes", "dropIndexes");

    private static final Set<String> WRITE_CONCERN = Set.of(
            "insert",
            "update",
            "delete",
            "findAndModify",
            "create",
            "createIndexes",
            "drop",
            "dropDatabase",
            "dropIndexes",
            "renameCollection",
            "collMod",
            "commitTransaction",
            "abortTransaction",
            "createUser",
            "updateUser",
            "dropUser");

    private CommandNames() {}

    /** The name that a command is defined by. */
    static String canonical(String name) {
        return ALIASES.getOrDefault(name, name);
    }

    /** Whether a command takes a write concern, and so may end with a writeConcernError. */
    static boolean supportsWriteConcern(Request request) {
        return WRITE_CONCERN.contains(canonical(request.name())) || writesByAggregation(request);
    }

    /** What a command works on, as the {@code namespace} of a fail point is compared. */
    static String namespace(Request request) {
        if (request.name().equals("renameCollection")) {
            return String.valueOf(request.target());
        }
        Object collection = request.name().equals("getMore") ? request.body().get("collection") : request.target();
        if (collection instanceof String name) {
            return request.database() + "." + name;
        }
        return request.name().equals("aggregate") ? request.database() + ".$cmd.aggregate" : request.database();
    }

    /** A name for the log; a client may have sent anything. */
    static String shortened(String name) {
        return name.length() <= LONGEST_SHOWN ? name : name.substring(0, LONGEST_SHOWN);
    }

    private static boolean writesByAggregation(Request request) {
        if (!request.name().equals("aggregate") || !(request.body().get("pipeline") instanceof Collection<?> stages)) {
            return false;
        }
        return stages.stream()
                .anyMatch(stage -> stage instanceof Document document
                        && (document.containsKey("$out") || document.containsKey("$merge")));
    }
}
