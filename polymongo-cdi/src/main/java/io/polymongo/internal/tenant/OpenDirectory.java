package io.polymongo.internal.tenant;

import io.polymongo.TenantDirectory;
import io.polymongo.TenantPlacement;
import io.polymongo.internal.pool.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every well-formed id is an active tenant, in the database that the pattern says. */
final class OpenDirectory implements TenantDirectory {

    private final TenantRules rules;
    private final Pool pool;

    OpenDirectory(TenantRules rules, Pool pool) {
        this.rules = rules;
        this.pool = pool;
    }

    @Override
    public Optional<TenantPlacement> find(String tenant) {
        return Optional.of(new TenantPlacement(rules.databaseOf(tenant), true));
    }

    @Override
    public List<String> ids() {
        List<String> ids = new ArrayList<>();
        for (String database : pool.client().listDatabaseNames()) {
            rules.idOf(database).ifPresent(ids::add);
        }
        return ids;
    }
}
