package io.polymongo.internal.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polymongo.InvalidNameException;
import io.polymongo.InvalidTenantException;
import io.polymongo.PolyMongoConfig;
import io.polymongo.SuspendedTenantException;
import io.polymongo.TenantDirectory;
import io.polymongo.TenantPlacement;
import io.polymongo.UnknownTenantException;
import io.polymongo.internal.pool.PoolRegistry;
import io.polymongo.internal.pool.TestPools;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PlacementsTest {

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final Map<String, TenantPlacement> known = new ConcurrentHashMap<>();
    private final TenantDirectory directory = tenant -> {
        asked.incrementAndGet();
        return Optional.ofNullable(known.get(tenant));
    };
    private final PolyMongoConfig config = PolyMongoConfig.builder().build();
    private final PoolRegistry pools = TestPools.of(config, settings -> {
        throw new AssertionError("no client is needed to know where a tenant lives");
    });

    private Placements placements(Duration lifetime) {
        return new Placements(directory, new TenantRules(config), pools, lifetime, now::get);
    }

    @Test
    void anAnswerIsUsedForHalfItsLifetimeAndThenAskedForOnce() {
        known.put("acme", new TenantPlacement("tenant_acme", true));
        Placements placements = placements(Duration.ofSeconds(4));

        assertThat(placements.require("acme").database()).isEqualTo("tenant_acme");
        now.set(Duration.ofMillis(1999).toNanos());
        placements.require("acme");
        assertThat(asked).hasValue(1);

        now.set(Duration.ofSeconds(2).toNanos());
        placements.require("acme");
        placements.require("acme");
        assertThat(asked).hasValue(2);
    }

    @Test
    void aSuspensionElsewhereArrivesWithinTheLifetime() {
        known.put("acme", new TenantPlacement("tenant_acme", true));
        Placements placements = placements(Duration.ofSeconds(4));
        placements.require("acme");

        known.put("acme", new TenantPlacement("tenant_acme", false));
        now.set(Duration.ofSeconds(4).toNanos());

        assertThatThrownBy(() -> placements.require("acme"))
                .isInstanceOf(SuspendedTenantException.class)
                .hasMessage("PMONGO-0304: the tenant 'acme' is suspended; serve it again with"
                        + " tenants().resume(\"acme\")");
    }

    @Test
    void withoutLifetimeTheDirectoryIsAskedEachTime() {
        known.put("acme", new TenantPlacement("tenant_acme", true));
        Placements placements = placements(Duration.ZERO);
        placements.require("acme");
        placements.require("acme");
        assertThat(asked).hasValue(2);
    }

    @Test
    void anUnknownTenantIsNotRemembered() {
        Placements placements = placements(Duration.ofSeconds(4));
        assertThatThrownBy(() -> placements.require("acme"))
                .isInstanceOf(UnknownTenantException.class)
                .hasMessage("PMONGO-0303: the tenant 'acme' is not known; provision it with"
                        + " tenants().provision(\"acme\")");
        known.put("acme", new TenantPlacement("tenant_acme", true));
        assertThat(placements.require("acme").database()).isEqualTo("tenant_acme");
    }

    @Test
    void whatWasReadBeforeAChangeDoesNotOutliveIt() {
        Placements[] holder = new Placements[1];
        TenantDirectory suspendedWhileRead = tenant -> {
            TenantPlacement stale = new TenantPlacement("tenant_acme", true);
            if (asked.incrementAndGet() == 1) {
                holder[0].forget(tenant);
                return Optional.of(stale);
            }
            return Optional.of(new TenantPlacement("tenant_acme", false));
        };
        holder[0] = new Placements(suspendedWhileRead, new TenantRules(config), pools, Duration.ofSeconds(4), now::get);

        assertThat(holder[0].require("acme").database()).isEqualTo("tenant_acme");
        assertThatThrownBy(() -> holder[0].require("acme")).isInstanceOf(SuspendedTenantException.class);
    }

    @Test
    void askingForNobodyKeepsNoOthersAnswerFromBeingKept() {
        Placements[] holder = new Placements[1];
        TenantDirectory disturbed = tenant -> {
            asked.incrementAndGet();
            if (tenant.equals("nobody")) {
                return Optional.empty();
            }
            assertThatThrownBy(() -> holder[0].require("nobody")).isInstanceOf(UnknownTenantException.class);
            return Optional.of(new TenantPlacement("tenant_acme", true));
        };
        holder[0] = new Placements(disturbed, new TenantRules(config), pools, Duration.ofSeconds(4), now::get);
        holder[0].require("acme");
        holder[0].require("acme");
        assertThat(asked).hasValue(2);
    }

    @Test
    void noDirectoryMayPlaceATenantWhereNoneMayBe() {
        known.put("a", new TenantPlacement("Admin", true));
        known.put("m", new TenantPlacement("polymongo-metadata", true));
        known.put("d", new TenantPlacement("a.b", true));
        Placements placements = placements(Duration.ofSeconds(4));

        assertThatThrownBy(() -> placements.require("a"))
                .isInstanceOf(InvalidTenantException.class)
                .hasMessage("PMONGO-0306: the tenant 'a' would live in 'Admin', which belongs to the server or to"
                        + " PolyMongo; give the tenant another id or database");
        assertThatThrownBy(() -> placements.require("m")).hasMessageStartingWith("PMONGO-0306: ");
        assertThatThrownBy(() -> placements.require("d")).isInstanceOf(InvalidNameException.class);
    }

    @Test
    void hostileIdsCannotFillTheMemory() {
        TenantDirectory open = tenant -> Optional.of(new TenantPlacement("tenant_" + tenant, true));
        Placements placements = new Placements(open, new TenantRules(config), pools, Duration.ofSeconds(4), now::get);
        for (int i = 0; i < 200_000; i++) {
            placements.require("t" + i);
        }
        assertThat(placements.size()).isLessThanOrEqualTo(65_536);
    }
}
