package io.polymongo.embedded.internal.service;

import io.polymongo.embedded.internal.command.CommandError;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every command that is known here, and in what company it may be run. */
final class CommandTable {

    private static final Set<String> IN_TRANSACTIONS = Set.of(
            "aggregate",
            "create",
            "createIndexes",
            "delete",
            "distinct",
            "find",
            "findAndModify",
            "findandmodify",
            "getMore",
            "insert",
            "killCursors",
            "update");
    private static final Set<String> RETRYABLE = Set.of("insert", "update", "delete", "findAndModify", "findandmodify");
    private static final Set<String> SNAPSHOT_READS = Set.of("find", "aggregate", "distinct");
    private static final int SEARCH_NOT_ENABLED = 31082;
    private static final Set<String> NOT_DONE = Set.of(
            "mapReduce",
            "mapreduce",
            "explain",
            "convertToCapped",
            "cloneCollectionAsCapped",
            "compact",
            "reIndex",
            "dataSize",
            "top",
            "profile",
            "fsync",
            "dbHash",
            "filemd5",
            "planCacheClear");
    private static final Set<String> ATLAS_ONLY =
            Set.of("createSearchIndexes", "updateSearchIndex", "dropSearchIndex", "listSearchIndexes");
    private static final Set<String> TESTS_OF_API =
            Set.of("testVersion2", "testVersions1And2", "testDeprecationInVersion2", "testRemoval", "testDeprecation");
    private static final Map<String, Command> COMMANDS = commands();

    private CommandTable() {}

    private static Map<String, Command> commands() {
        Map<String, Command> table = new HashMap<>();
        table.put("insert", WriteCommands::insert);
        table.put("update", WriteCommands::update);
        table.put("delete", WriteCommands::delete);
        table.put("findAndModify", new FindAndModifyCommand());
        table.put("findandmodify", new FindAndModifyCommand());
        table.put("find", new FindCommand());
        table.put("aggregate", new AggregateCommand());
        table.put("count", CountAndDistinct::count);
        table.put("distinct", CountAndDistinct::distinct);
        table.put("getMore", CursorCommands::getMore);
        table.put("killCursors", CursorCommands::killCursors);
        table.put("create", CollectionCommands::create);
        table.put("drop", CollectionCommands::drop);
        table.put("dropDatabase", CollectionCommands::dropDatabase);
        table.put("renameCollection", CollectionCommands::rename);
        table.put("createIndexes", IndexCommands::create);
        table.put("dropIndexes", IndexCommands::drop);
        table.put("listIndexes", IndexCommands::list);
        table.put("collMod", IndexCommands::modify);
        table.put("listCollections", ListingCommands::collections);
        table.put("listDatabases", ListingCommands::databases);
        table.put("startSession", SessionCommands::start);
        table.put("refreshSessions", SessionCommands::refresh);
        table.put("endSessions", SessionCommands::end);
        table.put("killSessions", SessionCommands::kill);
        table.put("killAllSessions", SessionCommands::killAll);
        table.put("killAllSessionsByPattern", SessionCommands::killByPattern);
        table.put("currentOp", CurrentOpCommands::list);
        table.put("killOp", CurrentOpCommands::kill);
        table.put("dbStats", StatisticsCommands::ofDatabase);
        table.put("dbstats", StatisticsCommands::ofDatabase);
        table.put("collStats", StatisticsCommands::ofCollection);
        table.put("collstats", StatisticsCommands::ofCollection);
        table.put("validate", StatisticsCommands::validate);
        table.put("ping", DiagnosticCommands::ping);
        table.put("buildInfo", DiagnosticCommands::buildInfo);
        table.put("buildinfo", DiagnosticCommands::buildInfo);
        table.put("connectionStatus", DiagnosticCommands::connectionStatus);
        table.put("hostInfo", DiagnosticCommands::hostInfo);
        table.put("serverStatus", DiagnosticCommands::serverStatus);
        table.put("getParameter", ParameterCommands::get);
        table.put("setParameter", ParameterCommands::set);
        table.put("whatsmyuri", DiagnosticCommands::whatsmyuri);
        table.put("getLog", DiagnosticCommands::getLog);
        for (String name : TESTS_OF_API) {
            table.put(name, DiagnosticCommands::apiParameters);
        }
        for (String name : NOT_DONE) {
            table.put(name, call -> {
                throw FindCommand.notSupported("the command '" + name + "'");
            });
        }
        for (String name : ATLAS_ONLY) {
            table.put(name, call -> {
                throw new CommandError(
                        SEARCH_NOT_ENABLED,
                        "Using Atlas Search Database Commands and the $listSearchIndexes aggregation stage requires"
                                + " additional configuration. Please connect to Atlas or an AtlasCLI local deployment to"
                                + " enable.");
            });
        }
        return Map.copyOf(table);
    }

    static @Nullable Command find(String name) {
        return COMMANDS.get(name);
    }

    static boolean mayRunInTransaction(String name) {
        return IN_TRANSACTIONS.contains(name);
    }

    static boolean isRetryable(String name) {
        return RETRYABLE.contains(name);
    }

    static boolean mayReadSnapshots(String name) {
        return SNAPSHOT_READS.contains(name);
    }
}
