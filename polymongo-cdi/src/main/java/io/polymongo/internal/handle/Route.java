package io.polymongo.internal.handle;

import io.polymongo.internal.pool.PooledDatabase;
import io.polymongo.internal.tenant.TenantLife;

/** Where a handle's calls go. */
public interface Route {

    /** The database of this call. */
    PooledDatabase database();

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
