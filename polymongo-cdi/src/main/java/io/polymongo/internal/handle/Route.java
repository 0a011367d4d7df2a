package io.polymongo.internal.handle;

import io.polymongo.internal.pool.PooledDatabase;
import io.polymongo.internal.tenant.TenantLife;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a handle's calls go. */
public interface Route {

    /** The database of this call. */
    PooledDatabase database();

    /** The tenant of this call, or null where it is nobody's matter. */
    @Nullable
    String tenant();

    /** The database of a call whose tenant was asked for already. */
    PooledDatabase databaseOf(@Nullable String tenant);

    /** Whether calls must stay within {@link #database}. */
    boolean isBounded();

    /** To the database of whichever tenant calls. */
    static Route toTenant(TenantLife tenants) {
        return new Route() {
            @Override
            public PooledDatabase database() {
                return tenants.currentDatabase();
            }

            @Override
            public String tenant() {
                return tenants.requireCurrent();
            }

            @Override
            public PooledDatabase databaseOf(@Nullable String tenant) {
                return tenants.databaseOf(Objects.requireNonNull(tenant));
            }

            @Override
            public boolean isBounded() {
                return true;
            }

            @Override
            public String toString() {
                return "{tenant}";
            }
        };
    }

    /** To one database, whoever calls. */
    static Route to(PooledDatabase database) {
        return new Route() {
            @Override
            public PooledDatabase database() {
                return database;
            }

            @Override
            public @Nullable String tenant() {
                return null;
            }

            @Override
            public PooledDatabase databaseOf(@Nullable String tenant) {
                return database;
            }

            @Override
            public boolean isBounded() {
                return false;
            }

            @Override
            public String toString() {
                return database.name();
            }
        };
    }
}
