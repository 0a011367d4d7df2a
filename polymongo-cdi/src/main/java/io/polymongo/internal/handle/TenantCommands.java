package io.polymongo.internal.handle;

import io.polymongo.ErrorId;
import io.polymongo.TenantBoundaryException;
import io.polymongo.internal.config.Shown;
import java.util.Locale;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * The commands that run through a tenant's handle: those whose reach is the database they run in. A list of what is
 * allowed, since a command that a later server adds may name a database in a way that nobody thought of here.
 */
final class TenantCommands {

    static final Set<String> WITHIN_DATABASE = Set.of(
            "aggregate",
            "collmod",
            "collstats",
            "compact",
            "converttocapped",
            "count",
            "create",
            "createindexes",
            "createsearchindexes",
            "dbstats",
            "delete",
            "distinct",
            "drop",
            "dropdatabase",
            "dropindexes",
            "dropsearchindex",
            "explain",
            "find",
            "findandmodify",
            "getmore",
            "insert",
            "killcursors",
            "listcollections",
            "listindexes",
            "plancacheclear",
            "plancacheclearfilters",
            "plancachelistfilters",
            "plancachesetfilter",
            "reindex",
            "update",
            "updatesearchindex",
            "validate");

    static final Set<String> WITHOUT_DATABASE = Set.of(
            "buildinfo", "connectionstatus", "hello", "hostinfo", "ismaster", "listcommands", "ping", "serverstatus");

    private TenantCommands() {}

    /** Refuses a command that is not known to stay within the tenant. */
    static void check(BsonDocument command, TenantBoundary boundary) {
        if (command.isEmpty()) {
            return;
        }
        String name = command.getFirstKey();
        String lower = name.toLowerCase(Locale.ROOT);
        if (!WITHIN_DATABASE.contains(lower) && !WITHOUT_DATABASE.contains(lower)) {
            throw new TenantBoundaryException(
                    ErrorId.COMMAND_REFUSED,
                    "the command '" + Shown.text(name)
                            + "' is not run through a tenant's handle, since it may reach other"
                            + " databases; use PolyMongo.database(name) or @Database");
        }
        BsonValue target = command.get(name);
        if (target != null && target.isBinary()) {
            throw new TenantBoundaryException(
                    ErrorId.COMMAND_REFUSED,
                    "the command '" + name + "' names its collection by UUID, which says nothing of the database;"
                            + " name the collection");
        }
        boundary.requireOwn(name, command.get("$db"));
        if (lower.equals("explain") && target != null && target.isDocument()) {
            check(target.asDocument(), boundary);
        }
        boundary.inspect(command);
    }
}
