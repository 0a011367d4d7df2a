package io.polymongo.embedded.internal.service;

import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.store.Catalog;
import java.nio.charset.StandardCharsets;

/** Which names databases and collections may have. */
final class Names {

    private static final String FORBIDDEN_IN_DATABASES = "/\\. \"$\0";
    private static final int LONGEST_DATABASE = 63;
    private static final int LONGEST_NAMESPACE = 255;

    private Names() {}

    static void checkDatabase(String database) {
        boolean valid = !database.isEmpty()
                && database.getBytes(StandardCharsets.UTF_8).length <= LONGEST_DATABASE
                && database.chars().noneMatch(letter -> FORBIDDEN_IN_DATABASES.indexOf(letter) >= 0);
        if (!valid) {
            throw new CommandError(ErrorCode.INVALID_NAMESPACE, "Invalid database name: '" + database + "'");
        }
    }

    static void checkReadable(String database, String collection) {
        checkDatabase(database);
        if (collection.isEmpty() || collection.indexOf('\0') >= 0 || collection.startsWith(".")) {
            throw invalid(database, collection);
        }
    }

    static void checkCreatable(Catalog catalog, String database, String collection) {
        checkReadable(database, collection);
        if (collection.contains("$")
                || collection.endsWith(".")
                || (database + "." + collection).getBytes(StandardCharsets.UTF_8).length > LONGEST_NAMESPACE) {
            throw invalid(database, collection);
        }
        if (collection.startsWith("system.") && !collection.equals("system.js")) {
            throw new CommandError(
                    ErrorCode.INVALID_NAMESPACE, "Invalid system namespace: " + database + "." + collection);
        }
        String other = catalog.inOtherCase(database);
        if (other != null) {
            throw new CommandError(
                    ErrorCode.DATABASE_DIFFER_CASE,
                    "db already exists with different case already have: [" + other + "] trying to create [" + database
                            + "]");
        }
    }

    private static CommandError invalid(String database, String collection) {
        return new CommandError(
                ErrorCode.INVALID_NAMESPACE, "Invalid namespace specified '" + database + "." + collection + "'");
    }
}
