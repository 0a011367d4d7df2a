package io.polymongo.internal.observe;

import com.mongodb.event.CommandStartedEvent;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Where a command goes, as far as that may be said. */
final class Namespaces {

    /** Those whose value is a collection's name: that of any other may be a user, or a text of somebody's own. */
    private static final Set<String> OF_COLLECTIONS = Set.of(
            "aggregate",
            "collMod",
            "collStats",
            "compact",
            "convertToCapped",
            "count",
            "create",
            "createIndexes",
            "createSearchIndexes",
            "delete",
            "distinct",
            "drop",
            "dropIndexes",
            "dropSearchIndex",
            "find",
            "findAndModify",
            "findandmodify",
            "insert",
            "killCursors",
            "listIndexes",
            "mapReduce",
            "reIndex",
            "update",
            "updateSearchIndex",
            "validate");

    private Namespaces() {}

    /** {@code database.collection}, or {@code database}. */
    static String of(CommandStartedEvent event) {
        String name = event.getCommandName();
        if (name.equals("getMore")) {
            return of(event.getDatabaseName(), event.getCommand(), "collection");
        }
        return OF_COLLECTIONS.contains(name)
                ? of(event.getDatabaseName(), event.getCommand(), name)
                : event.getDatabaseName();
    }

    private static String of(String database, BsonDocument command, String field) {
        BsonValue collection = command.get(field);
        return collection != null && collection.isString()
                ? database + "." + collection.asString().getValue()
                : database;
    }
}
