package io.polymongo;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a tenant lives, and whether it is served.
 *
 * @param database its database's name
 * @param pool the name of the pool that the database is in, or null for the one that it is assigned to
 *     ({@link Pools#assign}, {@code polymongo.pools.NAME.databases}), else the shared one
 * @param active false refuses every call with {@link SuspendedTenantException}
 */
public record TenantPlacement(String database, @Nullable String pool, boolean active) {

    /** Checks that the database is named. */
    public TenantPlacement {
        Objects.requireNonNull(database, "database");
    }

    /**
     * A placement in the pool that the database is assigned to.
     *
     * @param database the database's name
     * @param active false refuses every call with {@link SuspendedTenantException}
     */
    public TenantPlacement(String database, boolean active) {
        this(database, null, active);
    }
}
