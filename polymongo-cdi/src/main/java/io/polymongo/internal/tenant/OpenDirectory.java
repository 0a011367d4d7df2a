package io.polymongo.internal.tenant;

import io.polymongo.TenantDirectory;
import io.polymongo.TenantPlacement;
import io.polymongo.internal.pool.PoolRegistry;
import java.util.List;
import java.util.Optional;

/** Every well-formed id is an active tenant, in the database that the pattern says. */
final class OpenDirectory implements TenantDirectory {

    private final TenantRules rules;
    private final PoolRegistry pools;

    OpenDirectory(TenantRules rules, PoolRegistry pools) {
        this.rules = rules;
        this.pools = pools;
    }

    @Override
    public Optional<TenantPlacement> find(String tenant) {
        return Optional.of(new TenantPlacement(rules.databaseOf(tenant), true));
    }

    @Override
    public List<String> ids() {
        return pools.databaseNames().stream()
                .flatMap(database -> rules.idOf(database).stream())
                .toList();
    }
}
