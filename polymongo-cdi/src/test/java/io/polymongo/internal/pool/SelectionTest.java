package io.polymongo.internal.pool;

import static io.polymongo.internal.pool.DriverTells.cluster;
import static io.polymongo.internal.pool.DriverTells.primary;
import static io.polymongo.internal.pool.DriverTells.secondary;
import static io.polymongo.internal.pool.DriverTells.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ReadPreference;
import com.mongodb.connection.ClusterConnectionMode;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ClusterSettings;
import com.mongodb.connection.ClusterType;
import com.mongodb.connection.ServerDescription;
import com.mongodb.connection.ServerSettings;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SelectionTest {

    private static final String A = "a.example:27017";
    private static final String B = "b.example:27017";
    private static final String C = "c.example:27017";

    private final PoolGauge gauge = new PoolGauge();
    private final DriverTells driver = new DriverTells(gauge);

    private static List<String> servers(ClusterDescription cluster, ReadPreference preference) {
        return Selection.servers(cluster, preference).stream()
                .map(server -> server.getAddress().toString())
                .toList();
    }

    @Test
    void aReplicaSetIsReadWhereThePreferenceSays() {
        ClusterDescription set = cluster(List.of(primary(A), secondary(B), unknown(C, null)));
        assertThat(servers(set, ReadPreference.primary())).containsExactly(A);
        assertThat(servers(set, ReadPreference.secondary())).containsExactly(B);
        ClusterDescription headless = cluster(List.of(secondary(A), secondary(B)));
        assertThat(servers(headless, ReadPreference.primary())).isEmpty();
        assertThat(servers(headless, ReadPreference.primaryPreferred())).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void aPreferenceThatNoServerCanObeyFindsNone() {
        ClusterDescription set = cluster(List.of(primary(A), secondary(B)));
        assertThat(servers(set, ReadPreference.secondary(1, TimeUnit.SECONDS))).isEmpty();
    }

    @Test
    void oneServerThatIsMeantIsReadWhateverItIs() {
        assertThat(servers(single(secondary(A)), ReadPreference.primary())).containsExactly(A);
        assertThat(servers(single(unknown(A, null)), ReadPreference.primary())).isEmpty();
    }

    private static ClusterDescription single(ServerDescription server) {
        return new ClusterDescription(
                ClusterConnectionMode.SINGLE,
                ClusterType.REPLICA_SET,
                List.of(server),
                ClusterSettings.builder().build(),
                ServerSettings.builder().build());
    }

    @Test
    void exhaustedIsWhatCannotServeThoughItIsThere() {
        driver.poolCreated(A);
        driver.poolCreated(B);
        driver.gets(driver.opened(A), 1);
        ClusterDescription set = cluster(List.of(primary(A), secondary(B)));
        long now = System.nanoTime();
        assertThat(isExhausted(set, ReadPreference.primary(), now)).isTrue();
        assertThat(isExhausted(set, ReadPreference.nearest(), now)).isFalse();
        assertThat(isExhausted(cluster(List.of(secondary(A))), ReadPreference.primary(), now))
                .as("there is no primary to wait for")
                .isFalse();
        driver.gets(driver.opened(B), 2);
        assertThat(isExhausted(set, ReadPreference.nearest(), now)).isTrue();
    }

    @Test
    void whoWasNotHeardOfLatelyIsNotTakenForBusy() {
        driver.poolCreated(A);
        driver.gets(driver.opened(A), 1);
        ServerDescription heardOf = primary(A);
        long then = heardOf.getLastUpdateTime(TimeUnit.NANOSECONDS);
        ClusterDescription set = cluster(List.of(heardOf));
        assertThat(isExhausted(set, ReadPreference.primary(), then + TimeUnit.SECONDS.toNanos(15)))
                .isTrue();
        assertThat(isExhausted(set, ReadPreference.primary(), then + TimeUnit.SECONDS.toNanos(15) + 1))
                .isFalse();
    }

    private boolean isExhausted(ClusterDescription cluster, ReadPreference preference, long now) {
        return Selection.isExhausted(cluster, preference, gauge, 1, now);
    }
}
