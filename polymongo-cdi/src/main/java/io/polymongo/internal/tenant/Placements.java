package io.polymongo.internal.tenant;

import io.polymongo.SuspendedTenantException;
import io.polymongo.TenantDirectory;
import io.polymongo.TenantPlacement;
import io.polymongo.UnknownTenantException;
import io.polymongo.internal.pool.DatabaseAddress;
import io.polymongo.internal.pool.PoolRegistry;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where each tenant lives, as the directory said at most {@code tenant.directory-cache} ago. Thread-safe; a known
 * tenant costs one look-up and no allocation.
 *
 * <p>From half that age on, one caller asks again while the others go on with what is known: a busy tenant never lets
 * all its callers wait for the directory at the same moment. Unknown tenants are not remembered.
 */
public final class Placements {

    /** Bounds what hostile ids can fill where the directory is open; far more than the tenants of one instance. */
    private static final int MOST_ENTRIES = 65_536;

    private final TenantDirectory directory;
    private final TenantRules rules;
    private final PoolRegistry pools;
    private final long lifetime;
    private final LongSupplier ticker;
    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    private static final class Entry {

        private final DatabaseAddress address;
        private final boolean active;
        private final long loadedAt;
        private final AtomicBoolean refreshing = new AtomicBoolean();

        Entry(DatabaseAddress address, boolean active, long loadedAt) {
            this.address = address;
            this.active = active;
            this.loadedAt = loadedAt;
        }
    }

    /**
     * Stands over a directory.
     *
     * @param ticker the time in nanoseconds, {@link System#nanoTime} outside tests
     */
    public Placements(
            TenantDirectory directory, TenantRules rules, PoolRegistry pools, Duration lifetime, LongSupplier ticker) {
        this.directory = directory;
        this.rules = rules;
        this.pools = pools;
        this.lifetime = lifetime.toNanos();
        this.ticker = ticker;
    }

    /** Where an active tenant's database is; an id that breaks the rules is refused like everywhere. */
    DatabaseAddress require(String tenant) {
        Entry entry = entries.get(tenant);
        if (entry == null || mustReload(entry)) {
            entry = load(tenant, entry);
        }
        if (!entry.active) {
            throw new SuspendedTenantException("the tenant '" + tenant
                    + "' is suspended; serve it again with tenants().resume(\"" + tenant + "\")");
        }
        return entry.address;
    }

    /** Forgets a tenant, so that the next call asks the directory. */
    void forget(String tenant) {
        changes.incrementAndGet();
        entries.remove(tenant);
    }

    /** How many tenants are remembered. */
    int size() {
        return entries.size();
    }

    private boolean mustReload(Entry entry) {
        long age = ticker.getAsLong() - entry.loadedAt;
        return age >= lifetime || (age >= lifetime / 2 && entry.refreshing.compareAndSet(false, true));
    }

    private Entry load(String tenant, @Nullable Entry former) {
        rules.checkId(tenant);
        long changesBefore = changes.get();
        long askedAt = ticker.getAsLong();
        TenantPlacement found = directory.find(tenant).orElse(null);
        if (found == null) {
            // No change of ours: strangers who ask for nobody must not keep others' answers from being kept.
            entries.remove(tenant);
            throw unknown(tenant);
        }
        rules.checkDatabase(tenant, found.database());
        DatabaseAddress address = former != null && isAt(former.address, found)
                ? former.address
                : pools.addressOf(found.database(), found.pool());
        Entry fresh = new Entry(address, found.active(), askedAt);
        // What was read before a change must not outlive it.
        entries.compute(tenant, (id, known) -> changes.get() == changesBefore ? fresh : known);
        shrink();
        return fresh;
    }

    private static boolean isAt(DatabaseAddress address, TenantPlacement found) {
        return address.database().equals(found.database()) && Objects.equals(address.namedPool(), found.pool());
    }

    static UnknownTenantException unknown(String tenant) {
        return new UnknownTenantException(
                "the tenant '" + tenant + "' is not known; provision it with tenants().provision(\"" + tenant + "\")");
    }

    private void shrink() {
        if (entries.size() <= MOST_ENTRIES) {
            return;
        }
        Iterator<String> some = entries.keySet().iterator();
        for (int i = 0; i < MOST_ENTRIES / 8 && some.hasNext(); i++) {
            some.next();
            some.remove();
        }
    }
}
