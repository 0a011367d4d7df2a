package io.polymongo.internal.tenant;

import io.polymongo.ErrorId;
import io.polymongo.InvalidNameException;
import io.polymongo.InvalidTenantException;
import io.polymongo.PolyMongoConfig;
import io.polymongo.internal.config.ConnectionUri;
import io.polymongo.internal.config.DatabaseName;
import io.polymongo.internal.config.Shown;
import io.polymongo.internal.config.TenantName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which ids are tenants', which databases may be, and how the configured pattern takes one to the other. */
public final class TenantRules {

    private final String pattern;
    private final int longestId;
    private final @Nullable String metadataDatabase;
    private final @Nullable String pinnedDatabase;

    /** Takes the rules from the configuration. */
    public TenantRules(PolyMongoConfig config) {
        this.pattern = config.tenant().database();
        this.longestId = DatabaseName.MAX_BYTES - DatabaseName.bytes(TenantName.databaseOf(pattern, ""));
        this.metadataDatabase = config.metadataDatabase();
        this.pinnedDatabase = config.connection().preferUri()
                ? ConnectionUri.database(config.connection().uri())
                : null;
    }

    /** Returns an id that is well formed and whose database's name is not too long. */
    public String checkId(String id) {
        if (!TenantName.isWellFormed(id)) {
            throw new InvalidTenantException(
                    ErrorId.TENANT_INVALID,
                    "'" + Shown.text(id) + "' is no tenant id; give lower-case letters, digits, _ and -,"
                            + " beginning with a letter or digit");
        }
        if (id.length() > longestId) {
            throw new InvalidTenantException(
                    ErrorId.TENANT_INVALID,
                    "the tenant id '" + Shown.text(id) + "' has " + id.length() + " bytes; give at most " + longestId);
        }
        return id;
    }

    /** The database of a well-formed id under the configured pattern. */
    String databaseOf(String id) {
        return TenantName.databaseOf(pattern, id);
    }

    /** The id whose database this is under the configured pattern, if any. */
    Optional<String> idOf(String database) {
        int at = pattern.indexOf(TenantName.PLACEHOLDER);
        String before = pattern.substring(0, at);
        String after = pattern.substring(at + TenantName.PLACEHOLDER.length());
        if (database.length() <= before.length() + after.length()
                || !database.startsWith(before)
                || !database.endsWith(after)
                || isProtected(database)) {
            return Optional.empty();
        }
        return Optional.of(database.substring(before.length(), database.length() - after.length()))
                .filter(TenantName::isWellFormed);
    }

    /** Returns a database that may be a tenant's, whichever directory named it. */
    String checkDatabase(String tenant, String database) {
        DatabaseName.check(database);
        if (isProtected(database)) {
            throw new InvalidTenantException(
                    ErrorId.TENANT_DATABASE_FORBIDDEN,
                    "the tenant '" + tenant + "' would live in '" + database
                            + "', which belongs to the server or to PolyMongo; give the tenant another id or database");
        }
        if (pinnedDatabase != null && !pinnedDatabase.equals(database)) {
            throw new InvalidNameException(
                    ErrorId.DATABASE_PINNED,
                    "the tenant '" + tenant + "' lives in '" + database + "', but polymongo.prefer-uri=true pins"
                            + " everything to '" + pinnedDatabase + "'; set it to false to serve tenants");
        }
        return database;
    }

    private boolean isProtected(String database) {
        return DatabaseName.isServersOwn(database) || database.equalsIgnoreCase(metadataDatabase);
    }
}
