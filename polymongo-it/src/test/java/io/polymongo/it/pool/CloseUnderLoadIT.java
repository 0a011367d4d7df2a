package io.polymongo.it.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.polymongo.ErrorId;
import io.polymongo.NotConnectedException;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoConfig;
import io.polymongo.PolyMongoConfigBuilder;
import io.polymongo.PolyMongoEvent;
import io.polymongo.PoolDefinition;
import io.polymongo.TransactionException;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.server.LeakCheck;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every way in which a client is closed, under 32 threads of mixed work: nothing that is in progress fails before the
 * deadline, what comes later is told why or goes to the next client, and nothing is left. A shorter form, unless the
 * profile soak sets {@code polymongo.soak}.
 */
@ExtendWith(LeakCheck.class)
@Timeout(600)
class CloseUnderLoadIT {

    private static final boolean SOAK = Boolean.getBoolean("polymongo.soak");
    private static final int TIMES = SOAK ? 50 : 4;

    /** The driver gives connections to whoever comes first: without a pause some threads would get none. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

    private static final String APPLICATION = "under-load";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Predicate<Throwable> NEVER = e -> false;

    private final long seed = Long.getLong("polymongo.seed", System.nanoTime());
    private EmbeddedMongo server;
    private MongoClient raw;
    private PolyMongo polyMongo;

    @BeforeEach
    void start() {
        System.out.println("closing under load: -Dpolymongo.seed=" + seed);
        // What was cut off keeps its documents locked until its transaction expires.
        server = EmbeddedMongo.builder()
                .transactionLifetime(Duration.ofSeconds(10))
                .start();
        raw = MongoClients.create(server.connectionString());
    }

    @AfterEach
    void nothingIsLeft() {
        try {
            if (polyMongo != null) {
                assertThat(polyMongo.stats().pools())
                        .allSatisfy(pool -> assertThat(pool.leases()).isZero());
                // A lease on a former client that nobody gives back would hold this up beyond the test's limit.
                polyMongo.close();
            }
            awaitNoConnections();
            await().alias("threads of ours").until(CloseUnderLoadIT::ownThreads, List::isEmpty);
        } finally {
            raw.close();
            server.close();
        }
    }

    private static List<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("polymongo-") && !name.startsWith("polymongo-embedded"))
                .toList();
    }

    private void awaitNoConnections() {
        await().alias("connections of pools").until(() -> Sockets.of(raw, APPLICATION) == 0);
    }

    private PolyMongoConfigBuilder config() {
        return PolyMongoConfig.builder()
                .uri(server.connectionString() + "&appName=" + APPLICATION)
                .poolMaxSize(20)
                .connectTimeout(PATIENCE)
                .selectionTimeout(PATIENCE)
                .poolWaitTimeout(PATIENCE)
                .transactionDeadline(PATIENCE)
                .closeTimeout(PATIENCE);
    }

    private static PoolDefinition named() {
        return PoolDefinition.builder()
                .databases(Set.copyOf(ClosingLoad.DATABASES))
                .build();
    }

    private ClosingLoad load(PolyMongoConfigBuilder config, Predicate<Throwable> refusal, Predicate<Throwable> cutOff) {
        polyMongo = PolyMongo.create(config.build());
        ClosingLoad load = new ClosingLoad(polyMongo, raw, seed, PAUSE, refusal, cutOff).start();
        assertThat(Sockets.of(raw, APPLICATION)).isPositive();
        return load;
    }

    private static Predicate<Throwable> told(ErrorId... ids) {
        return e -> e instanceof NotConnectedException told && List.of(ids).contains(told.id());
    }

    /** What is cut off is told so, or what the driver says of it; of a commit, that nobody knows. */
    private static boolean isCutOff(Throwable e) {
        return e instanceof MongoException
                || e instanceof NotConnectedException told && told.id() == ErrorId.WORK_CUT_OFF
                || e instanceof TransactionException unknown
                        && (unknown.id() == ErrorId.TRANSACTION_OUTCOME_UNKNOWN
                                || unknown.id() == ErrorId.TRANSACTION_ROLLED_BACK);
    }

    @Test
    void aPoolThatIsClosedAgainAndAgain() throws Exception {
        try (ClosingLoad load = load(config().pool("named", named()), told(ErrorId.POOL_CLOSING), NEVER)) {
            for (int i = 0; i < TIMES; i++) {
                polyMongo.pools().close("named");
                load.awaitMore(3);
            }
            load.stop();
            load.checkWritten(raw);
            assertThat(load.count(ClosingLoad.Told.DONE)).isPositive();
            polyMongo.pools().close("named");
            awaitNoConnections();
        }
    }

    @Test
    void aPoolThatExpiresBetweenUses() throws Exception {
        PoolDefinition restless = PoolDefinition.builder()
                .databases(Set.copyOf(ClosingLoad.DATABASES))
                .closeAfterIdle(Duration.ofMillis(1))
                .build();
        polyMongo = PolyMongo.create(config().pool("named", restless).build());
        AtomicInteger expired = new AtomicInteger();
        try (AutoCloseable listening = polyMongo.onEvent(event -> {
                    if (event instanceof PolyMongoEvent.PoolClosed) {
                        expired.incrementAndGet();
                    }
                });
                ClosingLoad load =
                        new ClosingLoad(polyMongo, raw, seed, TimeUnit.MILLISECONDS.toNanos(200), NEVER, NEVER)) {
            load.start();
            await().until(() -> expired.get() >= TIMES);
            load.awaitMore(3);
            load.stop();
            load.checkWritten(raw);
        }
        awaitNoConnections();
    }

    @Test
    void aPoolThatIsDefinedAnewAgainAndAgain() throws Exception {
        try (ClosingLoad load = load(config().pool("named", named()), NEVER, NEVER)) {
            for (int i = 0; i < TIMES; i++) {
                polyMongo
                        .pools()
                        .define(
                                "named",
                                PoolDefinition.builder().maxSize(15 + i % 10).build());
                load.awaitMore(2);
            }
            load.stop();
            load.checkWritten(raw);
        }
    }

    @Test
    void databasesThatMoveToAndFro() throws Exception {
        try (ClosingLoad load =
                load(config().pool("named", PoolDefinition.builder().build()), NEVER, NEVER)) {
            for (int i = 0; i < TIMES; i++) {
                polyMongo.pools().assign("named", ClosingLoad.DATABASES);
                load.awaitMore(2);
                polyMongo.pools().assign("shared", ClosingLoad.DATABASES.subList(0, 2));
                load.awaitMore(2);
                polyMongo.pools().assign("shared", ClosingLoad.DATABASES);
            }
            load.stop();
            load.checkWritten(raw);
        }
    }

    @Test
    void disconnectingAndConnectingAgain() throws Exception {
        try (ClosingLoad load = load(config().pool("named", named()), told(ErrorId.DISCONNECTED), NEVER)) {
            for (int i = 0; i < TIMES; i++) {
                if (i % 2 == 0) {
                    polyMongo.disconnect();
                } else {
                    polyMongo.disconnect(PATIENCE);
                }
                awaitNoConnections();
                load.awaitMore(2);
                polyMongo.connect();
                load.awaitMore(3);
            }
            load.stop();
            load.checkWritten(raw);
        }
    }

    @Test
    void disconnectingAtOnce() throws Exception {
        try (ClosingLoad load =
                load(config().pool("named", named()), told(ErrorId.DISCONNECTED), CloseUnderLoadIT::isCutOff)) {
            for (int i = 0; i < TIMES; i++) {
                polyMongo.disconnect(Duration.ZERO);
                load.awaitMore(1);
                polyMongo.connect();
                load.awaitMore(3);
            }
            polyMongo.disconnect(Duration.ZERO);
            awaitNoConnections();
            load.stop();
            load.checkWritten(raw);
            polyMongo.connect();
        }
    }

    @Test
    void closingPoolsAtOnce() throws Exception {
        try (ClosingLoad load = load(
                config().closeTimeout(Duration.ofMillis(1)).pool("named", named()),
                told(ErrorId.POOL_CLOSING),
                CloseUnderLoadIT::isCutOff)) {
            for (int i = 0; i < TIMES; i++) {
                polyMongo.pools().close("named");
                load.awaitMore(3);
            }
            load.stop();
            load.checkWritten(raw);
        }
    }

    @Test
    void closingForGood() throws Exception {
        try (ClosingLoad load = load(config().pool("named", named()), told(ErrorId.CLOSED), NEVER)) {
            polyMongo.close();
            awaitNoConnections();
            load.awaitMore(2);
            load.stop();
            load.checkWritten(raw);
            assertThatThrownBy(() -> polyMongo.connect()).isInstanceOf(NotConnectedException.class);
        }
    }

    @Test
    void databasesThatAreDropped() throws Exception {
        try (ClosingLoad load = load(config().pool("named", named()), told(ErrorId.DATABASE_DROPPING), NEVER)) {
            load.forgetful();
            for (int i = 0; i < TIMES; i++) {
                polyMongo.databases().drop(ClosingLoad.DATABASES.get(i % 4));
                load.awaitMore(1);
            }
            load.stop();
        }
    }
}
