package io.polymongo.embedded.internal.auth;

import static io.polymongo.embedded.internal.auth.Right.CLUSTER_ADMIN;
import static io.polymongo.embedded.internal.auth.Right.DATABASE_ADMIN;
import static io.polymongo.embedded.internal.auth.Right.INSPECT;
import static io.polymongo.embedded.internal.auth.Right.MONITOR;
import static io.polymongo.embedded.internal.auth.Right.READ;
import static io.polymongo.embedded.internal.auth.Right.STATISTICS;
import static io.polymongo.embedded.internal.auth.Right.STRUCTURE;
import static io.polymongo.embedded.internal.auth.Right.USER_ADMIN;
import static io.polymongo.embedded.internal.auth.Right.WRITE;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * One of MongoDB's built-in roles.
 *
 * @param name its name
 * @param database where it holds; {@code admin} for those that hold in all databases
 */
public record Role(String name, String database) {

    private static final Map<String, Set<Right>> IN_ONE_DATABASE = Map.of(
            "read", EnumSet.of(READ, INSPECT, STATISTICS),
            "readWrite", EnumSet.of(READ, WRITE, STRUCTURE, INSPECT, STATISTICS),
            "dbAdmin", EnumSet.of(STRUCTURE, INSPECT, STATISTICS, DATABASE_ADMIN),
            "userAdmin", EnumSet.of(USER_ADMIN),
            "dbOwner", EnumSet.of(READ, WRITE, STRUCTURE, INSPECT, STATISTICS, DATABASE_ADMIN, USER_ADMIN));

    private static final Map<String, Set<Right>> IN_ALL_DATABASES = Map.of(
            "readAnyDatabase", EnumSet.of(READ, INSPECT, STATISTICS),
            "readWriteAnyDatabase", EnumSet.of(READ, WRITE, STRUCTURE, INSPECT, STATISTICS),
            "dbAdminAnyDatabase", EnumSet.of(STRUCTURE, INSPECT, STATISTICS, DATABASE_ADMIN),
            "userAdminAnyDatabase", EnumSet.of(USER_ADMIN),
            "clusterMonitor", EnumSet.of(MONITOR, STATISTICS),
            "clusterAdmin", EnumSet.of(MONITOR, STATISTICS, CLUSTER_ADMIN),
            "hostManager", EnumSet.of(CLUSTER_ADMIN),
            "root", EnumSet.allOf(Right.class));

    private static final String ADMIN = "admin";

    /** What "any database" leaves out, but for root. */
    private static final Set<String> INTERNAL = Set.of("local", "config");

    /** A role that exists; another is error 31. */
    public Role {
        if (!IN_ONE_DATABASE.containsKey(name) && !(IN_ALL_DATABASES.containsKey(name) && database.equals(ADMIN))) {
            throw new CommandError(ErrorCode.ROLE_NOT_FOUND, "Could not find role: " + name + "@" + database);
        }
    }

    boolean grants(Right right, String where) {
        Set<Right> inOne = IN_ONE_DATABASE.get(name);
        if (inOne != null) {
            return database.equals(where) && inOne.contains(right);
        }
        return grantsEverywhere(right) && (name.equals("root") || !INTERNAL.contains(where));
    }

    boolean grantsEverywhere(Right right) {
        return IN_ALL_DATABASES.getOrDefault(name, Set.of()).contains(right);
    }

    Document document() {
        return new Document("role", name).append("db", database);
    }
}
