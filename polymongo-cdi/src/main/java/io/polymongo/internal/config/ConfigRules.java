package io.polymongo.internal.config;

import io.polymongo.ConnectionConfig;
import io.polymongo.DirectoryKind;
import io.polymongo.PoolConfig;
import io.polymongo.TenantConfig;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What configured values must satisfy. Nothing is repaired: what is wrong is said, with key, value and remedy. */
public final class ConfigRules {

    /** What the driver can count in milliseconds. */
    private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

    private ConfigRules() {}

    /** What no part can see alone; a part that is null had problems of its own and is passed over. */
    public static void acrossParts(
            Problems problems,
            @Nullable ConnectionConfig connection,
            @Nullable PoolConfig pool,
            @Nullable TenantConfig tenant,
            @Nullable String metadataDatabase) {
        databaseName(problems, "metadata-database", metadataDatabase);
        if (metadataDatabase != null && DatabaseName.isServersOwn(metadataDatabase)) {
            problems.add("metadata-database", metadataDatabase, "is a database of the server's own; name another");
        }
        if (tenant != null && tenant.directory() == DirectoryKind.STORED && metadataDatabase == null) {
            problems.add(
                    "metadata-database", "none", "leaves tenant.directory=stored no place; name one, or choose open");
        }
        if (tenant != null && tenant.defaultTenant() != null) {
            String database = TenantName.databaseOf(tenant.database(), tenant.defaultTenant());
            if (DatabaseName.isServersOwn(database) || database.equalsIgnoreCase(metadataDatabase)) {
                problems.add(
                        "tenant.default",
                        tenant.defaultTenant(),
                        "would live in '" + database + "', which belongs to the server or to PolyMongo; name another");
            }
        }
        if (connection != null && pool != null) {
            Effective effective = Effective.of(connection, pool);
            if (effective.database().equalsIgnoreCase(metadataDatabase)) {
                problems.add("metadata-database", metadataDatabase, "is the default database, too; name another");
            }
            // The driver compares them as they are, although for it, too, a maximum of 0 means no bound.
            if (effective.minSize() > effective.maxSize()) {
                problems.add(
                        "pool.min-idle",
                        effective.minSize(),
                        "is more than pool.max-size=" + effective.maxSize() + "; lower one or raise the other");
            }
        }
    }

    /** The URI, and what {@code prefer-uri} asks of it. */
    public static void uri(Problems problems, String uri, @Nullable String defaultDatabase, boolean preferUri) {
        if (!isUri(problems, "uri", uri)) {
            return;
        }
        String inUri = ConnectionUri.database(uri);
        if (preferUri && inUri == null) {
            problems.add("prefer-uri", true, "needs a database in polymongo.uri; add it as the URI's path");
        }
        if (preferUri && defaultDatabase != null && !Objects.equals(defaultDatabase, inUri)) {
            problems.add("default-database", defaultDatabase, "contradicts prefer-uri=true; remove one of the two");
        }
    }

    /** A URI; whether it can be parsed. */
    static boolean isUri(Problems problems, String key, String uri) {
        String wrong = ConnectionUri.problem(uri);
        if (wrong != null) {
            problems.add(key, ConnectionUri.redacted(uri), wrong);
            return false;
        }
        String inUri = ConnectionUri.database(uri);
        if (inUri != null && DatabaseName.problem(inUri) != null) {
            problems.add(
                    key,
                    ConnectionUri.redacted(uri),
                    "names the database '" + Shown.text(inUri) + "', which is not valid; correct or remove it");
        }
        return true;
    }

    /** A database name, or null. */
    public static void databaseName(Problems problems, String key, @Nullable String name) {
        String wrong = name == null ? null : DatabaseName.problem(name);
        if (wrong != null) {
            problems.add(key, name, "is not a database name: " + wrong);
        }
    }

    /** The pattern of tenants' databases: what it makes of the shortest id must be a database name. */
    public static void tenantPattern(Problems problems, String pattern) {
        int at = pattern.indexOf(TenantName.PLACEHOLDER);
        if (at < 0 || pattern.indexOf(TenantName.PLACEHOLDER, at + 1) >= 0) {
            problems.add("tenant.database", pattern, "must contain {tenant} once; for example tenant_{tenant}");
            return;
        }
        String wrong = DatabaseName.problem(TenantName.databaseOf(pattern, "a"));
        if (wrong != null) {
            problems.add("tenant.database", pattern, "makes no database name: " + wrong);
        }
    }

    /** The default tenant's id, or null; its database must have a name, too. */
    public static void tenantDefault(Problems problems, String pattern, @Nullable String id) {
        if (id == null) {
            return;
        }
        if (!TenantName.isWellFormed(id)) {
            problems.add("tenant.default", Shown.text(id), "is no tenant id; give lower-case letters, digits, _ and -");
            return;
        }
        String wrong = DatabaseName.problem(TenantName.databaseOf(pattern, id));
        if (wrong != null) {
            problems.add("tenant.default", Shown.text(id), "has no database under " + pattern + ": " + wrong);
        }
    }

    /** The name of a header or parameter. */
    public static void token(Problems problems, String key, String value) {
        if (!value.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
            problems.add(key, value, "is not a name for it; give letters, digits and -");
        }
    }

    /** A text that says something. */
    public static void notBlank(Problems problems, String key, String value) {
        if (value.isBlank()) {
            problems.add(key, value, "is empty; give a name");
        }
    }

    /** A number of zero or more, or null. */
    public static void notNegative(Problems problems, String key, @Nullable Integer value) {
        if (value != null && value < 0) {
            problems.add(key, value, "is negative; give 0 or more");
        }
    }

    /** A number of one or more, or null. */
    public static void atLeastOne(Problems problems, String key, @Nullable Integer value) {
        if (value != null && value < 1) {
            problems.add(key, value, "is too few; give 1 or more, or leave the key out for no bound");
        }
    }

    /** A duration of zero or more. */
    public static void notNegative(Problems problems, String key, Duration value) {
        if (value.isNegative()) {
            problems.add(key, value, "is negative; give 0s or more");
        }
        notTooLong(problems, key, value);
    }

    /** A duration that the driver can take (in whole milliseconds, at least one), or null. */
    public static void positive(Problems problems, String key, @Nullable Duration value) {
        if (value == null) {
            return;
        }
        if (value.compareTo(Duration.ofMillis(1)) < 0) {
            problems.add(key, value, "is too short; give at least 1ms, or leave the key out for its default");
        }
        notTooLong(problems, key, value);
    }

    private static void notTooLong(Problems problems, String key, Duration value) {
        if (value.compareTo(LONGEST) > 0) {
            problems.add(key, value, "is too long; give at most 24d, or leave the key out for its default");
        }
    }
}
