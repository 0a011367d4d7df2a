package io.polymongo.internal.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.Tenants;
import io.polymongo.internal.cdi.Container;
import jakarta.enterprise.concurrent.spi.ThreadContextRestorer;
import jakarta.enterprise.concurrent.spi.ThreadContextSnapshot;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a runtime with Jakarta Concurrency would do with the provider. */
class JakartaContextProviderTest {

    private final JakartaContextProvider provider = new JakartaContextProvider();

    private static Optional<String> under(ThreadContextSnapshot snapshot, Tenants tenants) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            ThreadContextRestorer restorer = snapshot.begin();
                            try {
                                return tenants.current();
                            } finally {
                                restorer.endContext();
                            }
                        },
                        work -> new Thread(work).start())
                .join();
    }

    @Test
    void takesTheTenantAlongAndLeavesNothingBehind() {
        try (Container container = Container.start(Map.of("tenant.sources", "scope", "tenant.directory", "open"))) {
            Tenants tenants = container.get(Tenants.class);
            ThreadContextSnapshot ofAcme = tenants.call("acme", () -> provider.currentContext(Map.of()));
            assertThat(under(ofAcme, tenants)).contains("acme");
            assertThat(under(provider.currentContext(Map.of()), tenants)).isEmpty();
            tenants.run("globex", () -> {
                ThreadContextRestorer acme = ofAcme.begin();
                assertThat(tenants.current()).contains("acme");
                acme.endContext();
                assertThat(tenants.current()).contains("globex");
                ThreadContextRestorer nobody = provider.clearedContext(Map.of()).begin();
                assertThat(tenants.current()).isEmpty();
                nobody.endContext();
                assertThat(tenants.current()).contains("globex");
            });
        }
    }

    @Test
    void whatWasTakenBeforeThereWasAnApplicationHasNobody() {
        ThreadContextSnapshot early = provider.currentContext(Map.of());
        ThreadContextSnapshot cleared = provider.clearedContext(Map.of());
        try (Container container = Container.start(Map.of("tenant.sources", "scope", "tenant.directory", "open"))) {
            Tenants tenants = container.get(Tenants.class);
            tenants.run("acme", () -> {
                for (ThreadContextSnapshot snapshot : new ThreadContextSnapshot[] {early, cleared}) {
                    ThreadContextRestorer nobody = snapshot.begin();
                    assertThat(tenants.current()).isEmpty();
                    nobody.endContext();
                    assertThat(tenants.current()).contains("acme");
                }
            });
        }
    }

    @Test
    void takesAlongWhatEachApplicationHasThatSharesTheLibrary() {
        Map<String, String> scoped = Map.of("tenant.sources", "scope", "tenant.directory", "open");
        try (Container one = Container.start(scoped);
                SeContainer other = SeContainerInitializer.newInstance().initialize()) {
            Tenants ofOne = one.get(Tenants.class);
            Tenants ofOther = other.select(Tenants.class).get();
            ThreadContextSnapshot both =
                    ofOne.call("acme", () -> ofOther.call("globex", () -> provider.currentContext(Map.of())));
            assertThat(under(both, ofOne)).contains("acme");
            assertThat(under(both, ofOther)).contains("globex");
            ofOne.run(
                    "acme",
                    () -> ofOther.run("globex", () -> {
                        ThreadContextRestorer nobody =
                                provider.clearedContext(Map.of()).begin();
                        assertThat(ofOne.current()).isEmpty();
                        assertThat(ofOther.current()).isEmpty();
                        nobody.endContext();
                        assertThat(ofOne.current()).contains("acme");
                        assertThat(ofOther.current()).contains("globex");
                    }));
        }
    }

    @Test
    void withoutAContainerThereIsNobodyToTakeAlong() {
        provider.currentContext(Map.of()).begin().endContext();
        provider.clearedContext(Map.of()).begin().endContext();
        assertThat(provider.getThreadContextType()).isEqualTo("PolyMongo");
    }
}
