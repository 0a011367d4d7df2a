package io.polymongo.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ServerAddress;
import com.mongodb.connection.ClusterConnectionMode;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ClusterId;
import com.mongodb.connection.ClusterType;
import com.mongodb.connection.ServerConnectionState;
import com.mongodb.connection.ServerDescription;
import com.mongodb.event.ClusterDescriptionChangedEvent;
import com.mongodb.event.ClusterListener;
import io.polymongo.BudgetConfig;
import io.polymongo.BudgetException;
import io.polymongo.ErrorId;
import io.polymongo.internal.log.Log;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BudgetTest {

    private final LoggedLines log = new LoggedLines("io.polymongo");
    private final List<Runnable> handedOver = new ArrayList<>();

    @AfterEach
    void stopListening() {
        log.close();
    }

    private Budget budget(@Nullable Integer pools, @Nullable Integer connections) {
        return new Budget(new BudgetConfig(pools, connections), handedOver::add, Log.ofRuntime());
    }

    /** A client's settings, for so many hosts. */
    private static MongoClientSettings settings(int maxSize, int hosts) {
        return MongoClientSettings.builder()
                .applyToConnectionPoolSettings(pool -> pool.maxSize(maxSize))
                .applyToClusterSettings(cluster -> cluster.hosts(addresses(hosts)))
                .build();
    }

    private static List<ServerAddress> addresses(int hosts) {
        return IntStream.range(0, hosts)
                .mapToObj(each -> new ServerAddress("db" + each + ".example.com"))
                .toList();
    }

    private static void assertRefused(Budget budget, String pool, MongoClientSettings settings, String message) {
        long before = budget.connections();
        assertThatThrownBy(() -> budget.admit(pool, settings))
                .isInstanceOf(BudgetException.class)
                .hasMessage(message);
        assertThat(budget.connections()).isEqualTo(before);
    }

    @Test
    void withoutBoundsEverybodyIsAdmittedAndNobodyWatched() {
        Budget budget = budget(null, null);
        MongoClientSettings settings = settings(0, 3);
        for (int pool = 0; pool < 100; pool++) {
            assertThat(budget.admit("p" + pool, settings).watched(settings)).isSameAs(settings);
        }
        assertThat(budget.connections()).isZero();
    }

    @Test
    void poolsAreCountedByName() {
        Budget budget = budget(2, null);
        Budget.Admission shared = budget.admit("shared", settings(10, 1));
        budget.admit("eu", settings(10, 1));
        budget.admit("eu", settings(10, 1));
        assertRefused(
                budget,
                "us",
                settings(10, 1),
                "PMONGO-0216: the pool 'us' cannot be opened, since polymongo.max-pools=2 are open: eu, shared; raise"
                        + " it, close one of them, or put databases together in one pool");
        shared.close();
        budget.admit("us", settings(10, 1));
    }

    @Test
    void connectionsAreThoseOfThePoolAndThoseThatWatch() {
        Budget budget = budget(null, 60);
        Budget.Admission shared = budget.admit("shared", settings(10, 3));
        assertThat(budget.connections()).isEqualTo(36);
        Budget.Admission eu = budget.admit("eu", settings(22, 1));
        assertThat(budget.connections()).isEqualTo(60);
        assertRefused(
                budget,
                "us",
                settings(1, 1),
                "PMONGO-0217: the pool 'us' cannot be opened: with 1 connection to 1 server, and 2 that watch it, it"
                        + " would pass polymongo.max-total-connections=60, of which eu has 24, shared has 36; raise it,"
                        + " close a pool, or lower polymongo.pools.us.max-size");
        eu.close();
        eu.close();
        assertThat(budget.connections()).isEqualTo(36);
        budget.admit("us", settings(10, 2));
        shared.close();
        assertThat(budget.connections()).isEqualTo(24);
    }

    @Test
    void oneThatFitsExactlyIsAdmittedAndOneMoreIsNot() {
        budget(null, 36).admit("shared", settings(10, 3));
        assertRefused(
                budget(null, 35),
                "shared",
                settings(10, 3),
                "PMONGO-0217: the pool 'shared' cannot be opened: with 10 connections to each of 3 servers, and 2 that"
                        + " watch each, it would pass polymongo.max-total-connections=35, of which none are in use;"
                        + " raise it, close a pool, or lower polymongo.pool.max-size");
    }

    @Test
    void withoutBoundInSizeNobodyIsAdmittedWithinOne() {
        assertThatThrownBy(() -> budget(null, 1_000_000).admit("eu", settings(0, 1)))
                .isInstanceOfSatisfying(
                        BudgetException.class, e -> assertThat(e.id()).isEqualTo(ErrorId.BUDGET_CONNECTIONS))
                .hasMessageContaining("with connections without bound to 1 server");
    }

    @Test
    void ofAPoolThatIsRedefinedTheLargerClientCounts() {
        Budget budget = budget(1, 40);
        Budget.Admission old = budget.admit("eu", settings(30, 1));
        Budget.Admission replacing = budget.admit("eu", settings(10, 1));
        assertThat(budget.connections()).isEqualTo(32);
        old.close();
        assertThat(budget.connections()).isEqualTo(12);
        Budget.Admission larger = budget.admit("eu", settings(38, 1));
        assertThat(budget.connections()).isEqualTo(40);
        replacing.close();
        larger.close();
        assertThat(budget.connections()).isZero();
    }

    @Test
    void aDiscoveryCorrectsTheReckoningAndWarnsOnce() {
        Budget budget = budget(null, 50);
        MongoClientSettings settings = settings(10, 1);
        Budget.Admission shared = budget.admit("shared", settings);
        Budget.Admission eu = budget.admit("eu", settings(10, 1));
        ClusterListener listener = shared.watched(settings)
                .getClusterSettings()
                .getClusterListeners()
                .get(0);

        found(listener, 1);
        assertThat(budget.connections()).isEqualTo(24);
        found(listener, 3);
        assertThat(budget.connections()).isEqualTo(48);
        assertThat(log.lines()).isEmpty();
        found(listener, 4);
        found(listener, 5);
        assertThat(budget.connections()).isEqualTo(72);
        assertThat(log.lines())
                .containsExactly("WARNING [shared] has more servers than were reckoned with:"
                        + " polymongo.max-total-connections=50 is passed (eu has 12, shared has 48), and no further pool"
                        + " is opened; raise it, or lower sizes of pools");
        assertThatThrownBy(() -> budget.admit("us", settings(1, 1))).isInstanceOf(BudgetException.class);

        found(listener, 3);
        assertThat(budget.connections()).isEqualTo(48);
        eu.close();
        budget.admit("us", settings(10, 1));
    }

    @Test
    void fewerThanWereReckonedWithChangeNothing() {
        Budget budget = budget(null, 50);
        Budget.Admission shared = budget.admit("shared", settings(10, 3));
        shared.corrected(0);
        assertThat(budget.connections()).isEqualTo(36);
    }

    @Test
    void aLateDiscoveryOfAClientThatWasClosedCountsForNobody() {
        Budget budget = budget(null, 20);
        Budget.Admission shared = budget.admit("shared", settings(10, 1));
        shared.close();
        shared.corrected(9);
        assertThat(budget.connections()).isZero();
        assertThat(log.lines()).isEmpty();
        budget.admit("shared", settings(10, 1));
    }

    @Test
    void theDriversThreadsOnlyHandOverAndOnlyChanges() {
        Budget budget = budget(null, 50);
        MongoClientSettings settings = settings(10, 1);
        ClusterListener listener = budget.admit("shared", settings)
                .watched(settings)
                .getClusterSettings()
                .getClusterListeners()
                .get(0);
        listener.clusterDescriptionChanged(event(2));
        listener.clusterDescriptionChanged(event(2));
        listener.clusterDescriptionChanged(event(3));
        assertThat(budget.connections()).isEqualTo(12);
        assertThat(handedOver).hasSize(2);
        handedOver.get(0).run();
        assertThat(budget.connections()).isEqualTo(36);
    }

    @Test
    void eventsAfterTheEndReachNobody() {
        Budget budget = new Budget(
                new BudgetConfig(null, 50),
                work -> {
                    throw new RejectedExecutionException();
                },
                Log.ofRuntime());
        MongoClientSettings settings = settings(10, 1);
        budget.admit("shared", settings)
                .watched(settings)
                .getClusterSettings()
                .getClusterListeners()
                .get(0)
                .clusterDescriptionChanged(event(3));
        assertThat(budget.connections()).isEqualTo(12);
    }

    @Test
    void underLoadTheBoundHoldsAndNothingIsLost() throws Exception {
        int threads = 32;
        Budget budget = budget(null, 100);
        CyclicBarrier together = new CyclicBarrier(threads);
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                String pool = "p" + thread;
                all.add(executor.submit(() -> {
                    together.await(2, TimeUnit.MINUTES);
                    for (int round = 0; round < 1_000; round++) {
                        try (Budget.Admission admission = budget.admit(pool, settings(8, 1))) {
                            admission.corrected(1);
                            most.accumulateAndGet((int) budget.connections(), Math::max);
                        } catch (BudgetException e) {
                            refused.incrementAndGet();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get(2, TimeUnit.MINUTES);
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(most.get()).isBetween(10, 100);
        assertThat(refused.get()).isLessThan(threads * 1_000);
        assertThat(budget.connections()).isZero();
    }

    @Test
    void thePathOfAUriCountsForNothing() {
        MongoClientSettings settings = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString("mongodb://a,b,c/app?replicaSet=rs&maxPoolSize=7"))
                .build();
        Budget budget = budget(null, 27);
        budget.admit("shared", settings);
        assertThat(budget.connections()).isEqualTo(27);
    }

    /** What the driver would tell, and all that was handed over is done. */
    private void found(ClusterListener listener, int servers) {
        listener.clusterDescriptionChanged(event(servers));
        handedOver.forEach(Runnable::run);
        handedOver.clear();
    }

    private static ClusterDescriptionChangedEvent event(int servers) {
        ServerDescription[] known = addresses(servers).stream()
                .map(address -> ServerDescription.builder()
                        .address(address)
                        .state(ServerConnectionState.CONNECTING)
                        .build())
                .toArray(ServerDescription[]::new);
        ClusterDescription description =
                new ClusterDescription(ClusterConnectionMode.MULTIPLE, ClusterType.UNKNOWN, Arrays.asList(known));
        return new ClusterDescriptionChangedEvent(new ClusterId(), description, description);
    }
}
