package io.polymongo.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ServerAddress;
import com.mongodb.connection.ConnectionId;
import io.polymongo.PolyMongoStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PoolGaugeTest {

    private static final String A = "a.example:27017";
    private static final String B = "b.example:27017";

    private final PoolGauge gauge = new PoolGauge();
    private final DriverTells driver = new DriverTells(gauge);

    private static PolyMongoStats.Server server(String address, int size, int inUse, int waiting) {
        return new PolyMongoStats.Server(address, size, inUse, waiting);
    }

    @Test
    void countsForEachServer() {
        driver.poolCreated(B);
        driver.poolCreated(A);
        assertThat(gauge.servers()).containsExactly(server(A, 0, 0, 0), server(B, 0, 0, 0));

        driver.asks(A, 1);
        assertThat(gauge.servers()).containsExactly(server(A, 0, 0, 1), server(B, 0, 0, 0));
        ConnectionId connection = driver.created(A);
        assertThat(gauge.servers()).containsExactly(server(A, 1, 0, 1), server(B, 0, 0, 0));
        connection = driver.ready(connection);
        driver.gets(connection, 1);
        assertThat(gauge.servers()).containsExactly(server(A, 1, 1, 0), server(B, 0, 0, 0));
        driver.givesBack(connection, 1);
        assertThat(gauge.servers()).containsExactly(server(A, 1, 0, 0), server(B, 0, 0, 0));
        driver.closed(connection);
        assertThat(gauge.servers()).containsExactly(server(A, 0, 0, 0), server(B, 0, 0, 0));
    }

    @Test
    void whoGetsNoneWaitsNoMore() {
        driver.poolCreated(A);
        driver.asks(A, 1);
        driver.getsNone(A, 1);
        assertThat(gauge.servers()).containsExactly(server(A, 0, 0, 0));
    }

    /** The driver tells of one whose handshake fails that it was made and closed, never that it was ready. */
    @Test
    void aHandshakeThatFailsLeavesNothing() {
        driver.poolCreated(A);
        driver.asks(A, 1);
        ConnectionId connection = driver.created(A);
        driver.closed(connection);
        driver.getsNone(A, 1);
        assertThat(gauge.servers()).containsExactly(server(A, 0, 0, 0));
    }

    /** Those in use are closed when they are given back; until then they are there. */
    @Test
    void aPoolThatIsClearedKeepsWhatIsInUse() {
        driver.poolCreated(A);
        driver.poolReady(A);
        ConnectionId idle = driver.opened(A);
        ConnectionId busy = driver.opened(A);
        driver.gets(busy, 1);
        driver.poolCleared(A);
        driver.closed(idle);
        assertThat(gauge.servers()).containsExactly(server(A, 1, 1, 0));
        driver.givesBack(busy, 1);
        driver.closed(busy);
        assertThat(gauge.servers()).containsExactly(server(A, 0, 0, 0));
    }

    @Test
    void aServerThatLeftIsNotShown() {
        driver.poolCreated(A);
        driver.poolCreated(B);
        ConnectionId busy = driver.opened(A);
        driver.gets(busy, 1);
        driver.asks(A, 2);
        driver.poolClosed(A);
        assertThat(gauge.servers()).containsExactly(server(B, 0, 0, 0));
        driver.givesBack(busy, 1);
        driver.closed(busy);
        driver.getsNone(A, 2);
        driver.asks(A, 3);
        driver.getsNone(A, 3);
        assertThat(gauge.servers()).containsExactly(server(B, 0, 0, 0));
    }

    @Test
    void whatIsLeftOfBeforeDoesNotTouchAServerThatCameBack() {
        driver.poolCreated(A);
        ConnectionId before = driver.opened(A);
        driver.gets(before, 1);
        driver.asks(A, 2);
        driver.poolClosed(A);
        driver.poolCreated(A);
        ConnectionId now = driver.opened(A);
        driver.gets(now, 3);
        driver.asks(A, 4);
        assertThat(gauge.servers()).containsExactly(server(A, 1, 1, 1));

        driver.getsNone(A, 2);
        driver.givesBack(before, 1);
        driver.closed(before);
        assertThat(gauge.servers()).containsExactly(server(A, 1, 1, 1));
    }

    @Test
    void whatIsToldTwiceOrOfNobodyChangesNothing() {
        driver.poolCreated(A);
        ConnectionId connection = driver.opened(A);
        driver.givesBack(connection, 1);
        driver.closed(connection);
        driver.closed(connection);
        driver.getsNone(A, 1);
        driver.gets(connection, 2);
        assertThat(gauge.servers()).containsExactly(server(A, 0, 0, 0));
    }

    @Test
    void exhaustedIsOneServerWhoseConnectionsAreAllInUse() {
        driver.poolCreated(A);
        driver.poolCreated(B);
        ConnectionId first = driver.opened(A);
        ConnectionId second = driver.opened(A);
        ConnectionId elsewhere = driver.opened(B);
        driver.gets(first, 1);
        driver.gets(elsewhere, 2);
        assertThat(isExhausted(A, 2)).isFalse();
        driver.gets(second, 3);
        assertThat(isExhausted(A, 2)).isTrue();
        assertThat(isExhausted(B, 2)).isFalse();
        assertThat(isExhausted(A, 0)).as("without a bound").isFalse();
        assertThat(isExhausted("unknown.example:27017", 1)).isFalse();
        driver.givesBack(first, 1);
        assertThat(isExhausted(A, 2)).isFalse();
    }

    private boolean isExhausted(String server, int maxSize) {
        return gauge.isExhausted(new ServerAddress(server), maxSize);
    }

    @Test
    void underLoadNothingDriftsAndNothingIsNegative() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("PoolGaugeTest: seed " + seed);
        int threads = 8;
        AtomicLong operations = new AtomicLong();
        CyclicBarrier start = new CyclicBarrier(threads + 1);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        driver.poolCreated(A);
        driver.poolCreated(B);
        try {
            List<Future<Void>> users = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Random random = new Random(seed + i);
                users.add(pool.submit((Callable<Void>) () -> {
                    start.await(2, TimeUnit.MINUTES);
                    for (int call = 0; call < 5_000; call++) {
                        use(random, operations.incrementAndGet());
                    }
                    return null;
                }));
            }
            start.await(2, TimeUnit.MINUTES);
            for (int looks = 0; looks < 1_000; looks++) {
                assertThat(gauge.servers())
                        .hasSize(2)
                        .allSatisfy(server -> assertThat(server.size()).isBetween(0, threads))
                        .allSatisfy(server -> assertThat(server.inUse()).isBetween(0, threads))
                        .allSatisfy(server -> assertThat(server.waiting()).isBetween(0, threads));
                // It comes and goes in the middle of it all.
                driver.poolClosed(B);
                driver.poolCreated(B);
            }
            for (Future<Void> user : users) {
                user.get(2, TimeUnit.MINUTES);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(gauge.servers()).containsExactly(server(A, 0, 0, 0), server(B, 0, 0, 0));
    }

    private void use(Random random, long operation) {
        String server = random.nextBoolean() ? A : B;
        driver.asks(server, operation);
        if (random.nextInt(4) == 0) {
            driver.getsNone(server, operation);
            return;
        }
        ConnectionId connection = driver.opened(server);
        driver.gets(connection, operation);
        driver.givesBack(connection, operation);
        driver.closed(connection);
    }
}
