package io.polymongo.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.polymongo.HealthPools;
import io.polymongo.PolyMongoConfig;
import io.polymongo.PoolDefinition;
import io.polymongo.State;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.internal.assembly.AssembledPolyMongo;
import io.polymongo.internal.assembly.PolyMongoAssembly;
import io.polymongo.internal.observe.ReadinessProbe;
import io.polymongo.it.server.LeakCheck;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** With {@code health.pools=all}, named pools count as the shared one does, and none is opened for the answer. */
@ExtendWith(LeakCheck.class)
class AllPoolsReadinessIT {

    private static AssembledPolyMongo polyMongo(EmbeddedMongo shared, EmbeddedMongo own, HealthPools pools) {
        return new PolyMongoAssembly(PolyMongoConfig.builder()
                        .uri(shared.connectionString())
                        .pool(
                                "eu",
                                PoolDefinition.builder()
                                        .uri(own.connectionString())
                                        .databases(Set.of("orders"))
                                        .build())
                        .connectTimeout(Duration.ofMinutes(2))
                        .healthPools(pools)
                        .healthTimeout(Duration.ofSeconds(5))
                        .healthCache(Duration.ZERO)
                        .build())
                .build();
    }

    @Test
    void aNamedPoolCountsOnceItIsOpen() {
        try (EmbeddedMongo shared = EmbeddedMongo.builder().start();
                EmbeddedMongo own = EmbeddedMongo.builder().start();
                AssembledPolyMongo polyMongo = polyMongo(shared, own, HealthPools.ALL)) {
            ReadinessProbe.Answer before = polyMongo.readiness().answer();
            assertThat(before.up()).isTrue();
            assertThat(before.named().get("eu"))
                    .isEqualTo(new ReadinessProbe.OfPool(State.NOT_INITIALIZED.name(), "off"));

            polyMongo.databases().ping("orders");
            assertThat(polyMongo.readiness().answer().named().get("eu"))
                    .isEqualTo(new ReadinessProbe.OfPool(State.CONNECTED.name(), "ok"));

            own.kill(0);
            await().untilAsserted(() -> {
                ReadinessProbe.Answer answer = polyMongo.readiness().answer();
                assertThat(answer.up()).isFalse();
                assertThat(answer.ping()).isEqualTo("ok");
                assertThat(answer.named().get("eu").ping()).isEqualTo("failed");
            });

            polyMongo.pools().close("eu");
            ReadinessProbe.Answer closed = polyMongo.readiness().answer();
            assertThat(closed.up()).isTrue();
            assertThat(closed.named().get("eu")).isEqualTo(new ReadinessProbe.OfPool(State.DISCONNECTED.name(), "off"));
        }
    }

    @Test
    void otherwiseOnlyTheSharedOneDoes() {
        try (EmbeddedMongo shared = EmbeddedMongo.builder().start();
                EmbeddedMongo own = EmbeddedMongo.builder().start();
                AssembledPolyMongo polyMongo = polyMongo(shared, own, HealthPools.SHARED)) {
            polyMongo.databases().ping("orders");
            own.kill(0);
            ReadinessProbe.Answer answer = polyMongo.readiness().answer();
            assertThat(answer.up()).isTrue();
            assertThat(answer.named()).isEmpty();
        }
    }
}
