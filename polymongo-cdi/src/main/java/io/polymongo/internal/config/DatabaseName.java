package io.polymongo.internal.config;

import io.polymongo.ErrorId;
import io.polymongo.InvalidNameException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** MongoDB's rules for database names, the strictest of all platforms: the driver checks them only in part. */
public final class DatabaseName {

    /** Most bytes in UTF-8. */
    public static final int MAX_BYTES = 63;

    private static final String FORBIDDEN = "/\\.\"$*<>:|? \0";
    private static final Set<String> SERVERS_OWN = Set.of("admin", "local", "config");

    private DatabaseName() {}

    /** Returns a name that is valid. */
    public static String check(String name) {
        String wrong = problem(name);
        if (wrong != null) {
            throw new InvalidNameException(
                    ErrorId.DATABASE_NAME_INVALID, "'" + Shown.text(name) + "' is not a database name: " + wrong);
        }
        return name;
    }

    /** What is wrong with a name, or null. */
    public static @Nullable String problem(String name) {
        if (name.isEmpty()) {
            return "it is empty; give 1 to " + MAX_BYTES + " bytes";
        }
        int bytes = bytes(name);
        if (bytes > MAX_BYTES) {
            return "it has " + bytes + " bytes in UTF-8; give at most " + MAX_BYTES;
        }
        for (int i = 0; i < name.length(); i++) {
            if (FORBIDDEN.indexOf(name.charAt(i)) >= 0) {
                return "none of / \\ . \" $ * < > : | ? space and NUL may be in it";
            }
        }
        return null;
    }

    /** How many bytes a text has in UTF-8. */
    public static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Whether a name is that of one of the server's databases; these differ from no other name in case only. */
    public static boolean isServersOwn(String name) {
        for (String own : SERVERS_OWN) {
            if (name.equalsIgnoreCase(own)) {
                return true;
            }
        }
        return false;
    }
}
