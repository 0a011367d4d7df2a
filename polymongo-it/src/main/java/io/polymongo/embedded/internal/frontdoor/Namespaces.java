package io.polymongo.embedded.internal.frontdoor;

import io.polymongo.embedded.internal.command.Binary;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The names that databases and collections may have. */
final class Namespaces {

    private static final int LONGEST_DATABASE = 63;
    private static final int LONGEST_NAMESPACE = 255;
    private static final String NOT_IN_DATABASES = "/\\. \"$\0";

    private Namespaces() {}

    static void checkDatabase(String database) {
        if (database.equals("$external")) {
            return;
        }
        boolean bad = database.isEmpty() || bytes(database) > LONGEST_DATABASE || hasAnyOf(NOT_IN_DATABASES, database);
        if (bad) {
            throw invalid("Invalid database name: '" + database + "'");
        }
    }

    /** Checks what a command names as its collection. */
    static void checkTarget(String database, @Nullable Object target) {
        if (Binary.uuid(target) != null) {
            throw Unsupported.error("a collection's UUID in place of its name");
        }
        if (!(target instanceof String collection)) {
            throw new CommandError(
                    ErrorCode.BAD_VALUE,
                    "collection name has invalid type " + BsonKind.of(target).label());
        }
        checkCollection(database, collection);
    }

    static void checkCollection(String database, String collection) {
        String namespace = database + "." + collection;
        boolean bad = collection.isEmpty()
                || collection.startsWith(".")
                || collection.indexOf('\0') >= 0
                || collection.indexOf('$') >= 0;
        if (bad) {
            throw invalid("Invalid namespace specified '" + namespace + "'");
        }
        checkLength(namespace);
    }

    /** A collection as cursors name it: listings and change streams have names of their own. */
    static void checkCursorCollection(String database, String collection) {
        if (!collection.startsWith("$cmd.")) {
            checkCollection(database, collection);
        }
    }

    /** Checks a whole name, such as {@code shop.orders}. */
    static void checkNamespace(String namespace) {
        int dot = namespace.indexOf('.');
        if (dot < 1) {
            throw invalid("Invalid namespace specified '" + namespace + "'");
        }
        checkDatabase(namespace.substring(0, dot));
        checkCollection(namespace.substring(0, dot), namespace.substring(dot + 1));
    }

    private static void checkLength(String namespace) {
        if (bytes(namespace) > LONGEST_NAMESPACE) {
            throw invalid(
                    "Fully qualified namespace is too long. Namespace: " + namespace + " Max: " + LONGEST_NAMESPACE);
        }
    }

    private static boolean hasAnyOf(String characters, String text) {
        for (int i = 0; i < characters.length(); i++) {
            if (text.indexOf(characters.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static CommandError invalid(String message) {
        return new CommandError(ErrorCode.INVALID_NAMESPACE, message);
    }
}
