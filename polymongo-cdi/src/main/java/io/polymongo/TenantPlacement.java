package io.polymongo;

import java.util.Objects;

/**
 * Where a tenant lives, and whether it is served.
 *
 * @param database its database's name
 * @param active false refuses every call with {@link SuspendedTenantException}
 */
public record TenantPlacement(String database, boolean active) {

    /** Checks that the database is named. */
    public TenantPlacement {
        Objects.requireNonNull(database, "database");
    }
}
