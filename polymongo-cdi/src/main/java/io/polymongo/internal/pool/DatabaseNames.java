package io.polymongo.internal.pool;

import io.polymongo.ErrorId;
import io.polymongo.InvalidNameException;
import io.polymongo.PolyMongoConfig;
import io.polymongo.PolyMongoException;
import io.polymongo.internal.config.DatabaseName;
import io.polymongo.internal.config.Effective;
import org.jspecify.annotations.Nullable;

/** Which databases may be used by name, and which not even dropped. */
public final class DatabaseNames {

    private final @Nullable String pinned;
    private final @Nullable String metadataDatabase;

    /** Takes the rules from the configuration. */
    public DatabaseNames(PolyMongoConfig config) {
        this.pinned = config.connection().preferUri()
                ? Effective.of(config.connection(), config.pool()).database()
                : null;
        this.metadataDatabase = config.metadataDatabase();
    }

    /** Returns a name that MongoDB and {@code prefer-uri} allow. */
    public String check(String name) {
        DatabaseName.check(name);
        if (pinned != null && !name.equals(pinned)) {
            throw new InvalidNameException(
                    ErrorId.DATABASE_PINNED,
                    "the database '" + name + "' was asked for, but polymongo.prefer-uri=true pins everything to '"
                            + pinned + "'; set it to false to use others");
        }
        return name;
    }

    /** Returns a name of a database that is the application's. */
    String checkUnprotected(String name, String verb) {
        check(name);
        if (isProtected(name)) {
            throw new PolyMongoException(
                    ErrorId.DATABASE_PROTECTED,
                    "the database '" + name + "' belongs to the server or to PolyMongo, and is not " + verb
                            + " here; name one of the application's");
        }
        return name;
    }

    /** Returns a name of a database that may be in any pool: all but those that every server has. */
    String checkMovable(String name) {
        check(name);
        if (DatabaseName.isServersOwn(name)) {
            throw new PolyMongoException(
                    ErrorId.DATABASE_PROTECTED,
                    "the database '" + name + "' is one that every server has, and is in no pool; name one of the"
                            + " application's");
        }
        return name;
    }

    boolean isProtected(String name) {
        return DatabaseName.isServersOwn(name) || name.equalsIgnoreCase(metadataDatabase);
    }

    /** Whether a database of a server is one that the application may use. */
    boolean isUsable(String name) {
        return !isProtected(name) && (pinned == null || name.equals(pinned));
    }
}
