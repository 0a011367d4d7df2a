package io.polymongo.internal.config;

import io.polymongo.CollectionName;
import io.polymongo.ErrorId;
import io.polymongo.InvalidNameException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a collection is called, and MongoDB's rules for it. */
public final class CollectionNames {

    /** Most bytes of {@code database.collection} in UTF-8. */
    public static final int MAX_NAMESPACE_BYTES = 255;

    private CollectionNames() {}

    /** The name for a document class: {@link CollectionName} on it, else its own, first letter in lower case. */
    public static String of(Class<?> documentClass) {
        CollectionName named = documentClass.getAnnotation(CollectionName.class);
        if (named != null) {
            return check(named.value());
        }
        if (!isNameable(documentClass.getName()) || documentClass.isAnonymousClass()) {
            throw new InvalidNameException(
                    ErrorId.COLLECTION_NAME_INVALID,
                    documentClass.getName()
                            + " names no collection; say which with @CollectionName or model(Class, String)");
        }
        return check(derived(documentClass.getSimpleName()));
    }

    /**
     * Whether a class without {@link CollectionName} says what its collection is: the platform's and the driver's own
     * classes, such as {@code Document}, do not.
     */
    public static boolean isNameable(String className) {
        return !className.startsWith("[")
                && !className.startsWith("java.")
                && !className.startsWith("org.bson.")
                && !className.startsWith("com.mongodb.");
    }

    /** A simple class name, first letter in lower case. */
    public static String derived(String simpleName) {
        return Character.toLowerCase(simpleName.charAt(0)) + simpleName.substring(1);
    }

    /** Returns a name that is valid. */
    public static String check(String name) {
        String wrong = problem(name);
        if (wrong != null) {
            throw new InvalidNameException(
                    ErrorId.COLLECTION_NAME_INVALID, "'" + Shown.text(name) + "' is not a collection name: " + wrong);
        }
        return name;
    }

    /** What is wrong with a name, or null. */
    public static @Nullable String problem(String name) {
        if (name.isEmpty()) {
            return "it is empty";
        }
        if (name.indexOf('$') >= 0 || name.indexOf('\0') >= 0) {
            return "neither $ nor NUL may be in it";
        }
        if (name.startsWith(".") || name.endsWith(".") || name.contains("..")) {
            return "it may not begin or end with a dot, nor have two in a row";
        }
        return null;
    }

    /** Checks that a collection fits into a database. */
    public static void checkNamespace(String database, String collection) {
        int bytes = utf8(database) + 1 + utf8(collection);
        if (bytes > MAX_NAMESPACE_BYTES) {
            throw new InvalidNameException(
                    ErrorId.COLLECTION_NAME_INVALID,
                    "the namespace '" + Shown.text(database + "." + collection) + "' has " + bytes
                            + " bytes; give the collection a shorter name, at most " + MAX_NAMESPACE_BYTES + " in all");
        }
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
