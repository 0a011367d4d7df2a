package io.polymongo.internal.config;

/**
 * The rules for tenant ids. An id that is well formed can be no other id in disguise: one alphabet, no case, no
 * escapes, so that the database pattern maps ids injectively.
 */
public final class TenantName {

    /** Where the id stands in the pattern of database names. */
    public static final String PLACEHOLDER = "{tenant}";

    private TenantName() {}

    /** Whether an id matches {@code [a-z0-9][a-z0-9_-]*}; by hand, since it is asked for every explicit scope. */
    public static boolean isWellFormed(String id) {
        if (id.isEmpty() || id.charAt(0) == '_' || id.charAt(0) == '-') {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** The database of an id under a pattern. */
    public static String databaseOf(String pattern, String id) {
        return pattern.replace(PLACEHOLDER, id);
    }
}
