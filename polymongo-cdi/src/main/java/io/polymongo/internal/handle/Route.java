package io.polymongo.internal.handle;

import io.polymongo.internal.pool.DatabaseAddress;
import io.polymongo.internal.tenant.TenantLife;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a handle's calls go. */
public interface Route {

    /** Where this call goes. */
    DatabaseAddress address();

    /** The tenant of this call, or null where it is nobody's matter. */
    @Nullable
    String tenant();

    /** Where a call goes whose tenant was asked for already. */
    DatabaseAddress addressOf(@Nullable String tenant);

    /** Whether calls must stay within the database. */
    boolean isBounded();

    /** To the database of whichever tenant calls. */
    static Route toTenant(TenantLife tenants) {
        return new Route() {
            @Override
            public DatabaseAddress address() {
                return tenants.currentAddress();
            }

            @Override
            public String tenant() {
                return tenants.requireCurrent();
            }

            @Override
            public DatabaseAddress addressOf(@Nullable String tenant) {
                return tenants.addressOf(Objects.requireNonNull(tenant));
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
    static Route to(DatabaseAddress address) {
        return new Route() {
            @Override
            public DatabaseAddress address() {
                return address;
            }

            @Override
            public @Nullable String tenant() {
                return null;
            }

            @Override
            public DatabaseAddress addressOf(@Nullable String tenant) {
                return address;
            }

            @Override
            public boolean isBounded() {
                return false;
            }

            @Override
            public String toString() {
                return address.database();
            }
        };
    }
}
