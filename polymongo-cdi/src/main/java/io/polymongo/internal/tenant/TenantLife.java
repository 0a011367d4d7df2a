package io.polymongo.internal.tenant;

import io.polymongo.ErrorId;
import io.polymongo.PolyMongoException;
import io.polymongo.TenantAction;
import io.polymongo.TenantDirectory;
import io.polymongo.TenantPlacement;
import io.polymongo.TenantWork;
import io.polymongo.Tenants;
import io.polymongo.internal.pool.DatabaseAddress;
import io.polymongo.internal.pool.PoolRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The role object behind {@link Tenants}, and what handles ask for their tenant's database. */
public final class TenantLife implements Tenants {

    private final CurrentTenant current;
    private final TenantRules rules;
    private final TenantDirectory directory;
    private final Placements placements;
    private final Provisioner provisioner;
    private final PoolRegistry pools;
    private final Consumer<String> outsideTransactions;

    /**
     * Puts the parts together.
     *
     * @param outsideTransactions refuses what is named where a transaction is open, which it would not be part of
     */
    public TenantLife(
            CurrentTenant current,
            TenantRules rules,
            TenantDirectory directory,
            Placements placements,
            Provisioner provisioner,
            PoolRegistry pools,
            Consumer<String> outsideTransactions) {
        this.current = current;
        this.rules = rules;
        this.directory = directory;
        this.placements = placements;
        this.provisioner = provisioner;
        this.pools = pools;
        this.outsideTransactions = outsideTransactions;
    }

    /** The id of the tenant in force. */
    public String requireCurrent() {
        return current.require();
    }

    /** Where the database of the tenant in force is. */
    public DatabaseAddress currentAddress() {
        return addressOf(current.require());
    }

    /** Where a tenant's database is. */
    public DatabaseAddress addressOf(String tenant) {
        return placements.require(tenant);
    }

    /** Enters the scope of a tenant whose id is known to be well-formed, or of none; what is returned leaves it. */
    public Runnable enter(@Nullable String tenant) {
        return current.enter(tenant);
    }

    @Override
    public Optional<String> current() {
        return Optional.ofNullable(current.id());
    }

    @Override
    public <R extends @Nullable Object, X extends Exception> R call(String tenant, TenantWork<R, X> work) throws X {
        return current.call(rules.checkId(tenant), work);
    }

    @Override
    public <X extends Exception> void run(String tenant, TenantAction<X> action) throws X {
        this.<Boolean, X>call(tenant, () -> {
            action.run();
            return Boolean.TRUE;
        });
    }

    @Override
    public TenantPlacement provision(String tenant) {
        outsideTransactions.accept("Tenants.provision");
        rules.checkId(tenant);
        TenantPlacement placement;
        if (directory instanceof StoredDirectory stored) {
            String database = stored.register(tenant, rules.checkDatabase(tenant, rules.databaseOf(tenant)));
            provisioner.provision(pools.addressOf(rules.checkDatabase(tenant, database)), tenant);
            placement = stored.publish(tenant);
        } else {
            placement = directory.find(tenant).orElseThrow(() -> Placements.unknown(tenant));
            rules.checkDatabase(tenant, placement.database());
            provisioner.provision(pools.addressOf(placement.database(), placement.pool()), tenant);
        }
        placements.forget(tenant);
        return placement;
    }

    @Override
    public void suspend(String tenant) {
        outsideTransactions.accept("Tenants.suspend");
        setActive(tenant, false);
    }

    @Override
    public void resume(String tenant) {
        outsideTransactions.accept("Tenants.resume");
        setActive(tenant, true);
    }

    private void setActive(String tenant, boolean active) {
        rules.checkId(tenant);
        if (!(directory instanceof StoredDirectory stored)) {
            throw new PolyMongoException(
                    ErrorId.DIRECTORY_UNSUPPORTED,
                    "the tenant directory " + directory.getClass().getSimpleName()
                            + " keeps no state of the tenant '" + tenant
                            + "'; suspend and resume need polymongo.tenant.directory=stored");
        }
        try {
            stored.setActive(tenant, active);
        } finally {
            placements.forget(tenant);
        }
    }

    @Override
    public List<String> ids() {
        return directory.ids().stream().sorted().toList();
    }
}
