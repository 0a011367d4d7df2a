package io.polymongo.it.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import io.polymongo.ConfigurationException;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoConfigBuilder;
import io.polymongo.PolyMongoEvent.PoolClosed;
import io.polymongo.PolyMongoEvent.PoolOpened;
import io.polymongo.PoolDefinition;
import io.polymongo.PoolDefinitionBuilder;
import io.polymongo.Pools;
import io.polymongo.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pools at run time. */
class PoolsIT extends OnThreeServers {

    private static final int THREADS = 16;
    private static final String NOWHERE = "mongodb://127.0.0.1:1";

    private final SeenPools clients = new SeenPools();
    private PolyMongo polyMongo;
    private Pools pools;
    private SeenEvents events;

    @BeforeEach
    void open() {
        open(servers.config());
    }

    private void open(PolyMongoConfigBuilder config) {
        polyMongo = PolyMongo.builder(config.build()).customizer(clients).build();
        pools = polyMongo.pools();
        events = SeenEvents.of(polyMongo);
    }

    @AfterEach
    void close() {
        polyMongo.close();
    }

    private static PoolDefinitionBuilder on(String server, String... databases) {
        return PoolDefinition.builder().uri(servers.uri(server)).databases(Set.of(databases));
    }

    private MongoCollection<Document> things(String database) {
        return polyMongo.database(database).getCollection("things");
    }

    private State state(String pool) {
        return polyMongo.stats().pools().stream()
                .filter(each -> each.name().equals(pool))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private MongoClient client(String database) {
        return polyMongo.withClient(database, client -> client);
    }

    @Test
    void aPoolIsDefinedAndTakesItsDatabasesOver() {
        MongoCollection<Document> golden = things("golden");
        golden.insertOne(new Document("_id", "before"));
        assertThat(pools.names()).containsExactly(SHARED);

        pools.define("gold", on(FIRST, "golden").build());
        assertThat(pools.names()).containsExactlyInAnyOrder(SHARED, "gold");
        assertThat(state("gold")).isEqualTo(State.NOT_INITIALIZED);
        golden.insertOne(new Document("_id", "after"));
        assertThat(state("gold")).isEqualTo(State.CONNECTED);
        assertThat(servers.raw(FIRST, "golden").getCollection("things").find().first())
                .isEqualTo(new Document("_id", "after"));
        assertThat(servers.raw(SHARED, "golden").getCollection("things").find().first())
                .isEqualTo(new Document("_id", "before"));
        assertThatThrownBy(() -> pools.names().add("x")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void theSameDefinitionOnceMoreChangesNothing() {
        pools.define("gold", on(FIRST, "golden").build());
        MongoClient before = client("golden");
        pools.define("gold", on(FIRST, "golden").build());
        assertThat(client("golden")).isSameAs(before);
        pools.define("gold", on(FIRST, "golden").maxSize(3).build());
        assertThat(client("golden")).isNotSameAs(before);
        assertThat(clients.settings("gold").getConnectionPoolSettings().getMaxSize())
                .isEqualTo(3);
    }

    /** What was in the pool stays in it, although the new definition does not name it. */
    @Test
    void aRedefinitionKeepsTheDatabasesThatAreThere() {
        pools.define("gold", on(FIRST, "golden").build());
        things("golden").insertOne(new Document("_id", 1));
        pools.define("gold", on(SECOND, "also_golden").build());
        things("golden").insertOne(new Document("_id", 2));
        things("also_golden").insertOne(new Document("_id", 3));
        assertThat(servers.databases(SECOND)).containsExactlyInAnyOrder("golden", "also_golden");
        assertThat(servers.databases(SHARED)).isEmpty();
    }

    @Test
    void withoutAColdStartItConnectsAtOnceOrSaysWhyNot() {
        pools.define("gold", on(FIRST).coldStart(false).build());
        assertThat(state("gold")).isEqualTo(State.CONNECTED);

        polyMongo.close();
        open(servers.config().connectTimeout(Duration.ofMillis(300)));
        PoolDefinitionBuilder nowhere = PoolDefinition.builder().uri(NOWHERE).databases(Set.of("golden"));
        pools.define("cold", nowhere.build());
        assertThat(state("cold")).isEqualTo(State.NOT_INITIALIZED);
        assertThatThrownBy(() -> pools.define("gold", nowhere.coldStart(false).build()))
                .isInstanceOf(MongoTimeoutException.class);
        assertThat(pools.names()).contains("gold");
        pools.define("gold", on(FIRST).build());
        things("golden").insertOne(new Document());
        assertThat(servers.databases(FIRST)).containsExactly("golden");
    }

    @Test
    void eachDedicatedDatabaseHasAPoolOfItsOwn() {
        pools.dedicate(
                List.of("one", "two"),
                PoolDefinition.builder().uri(servers.uri(FIRST)).maxSize(2).build());
        assertThat(pools.names()).containsExactlyInAnyOrder(SHARED, "one", "two");
        things("one").insertOne(new Document());
        things("two").insertOne(new Document());
        things("three").insertOne(new Document());
        assertThat(client("one")).isNotSameAs(client("two")).isNotSameAs(client("three"));
        assertThat(clients.settings("two").getConnectionPoolSettings().getMaxSize())
                .isEqualTo(2);
        assertThat(servers.databases(FIRST)).containsExactlyInAnyOrder("one", "two");
        assertThat(servers.databases(SHARED)).containsExactly("three");
        assertThatThrownBy(
                        () -> pools.dedicate(List.of("four"), on(FIRST, "five").build()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "PMONGO-0101: the options of dedicated pools name the databases [five], but each pool gets the"
                                + " one that it is for; leave them out");
        assertThat(pools.names()).doesNotContain("four");
    }

    @Test
    void connectReturnsWhenConnectedOrSaysWhyNot() {
        pools.define("gold", on(FIRST, "golden").build());
        pools.connect("gold");
        assertThat(state("gold")).isEqualTo(State.CONNECTED);
        pools.connect(SHARED);
        assertThat(polyMongo.isConnected()).isTrue();

        polyMongo.close();
        open(servers.config().connectTimeout(Duration.ofMillis(300)));
        pools.define("gold", PoolDefinition.builder().uri(NOWHERE).build());
        assertThatThrownBy(() -> pools.connect("gold")).isInstanceOf(MongoTimeoutException.class);
    }

    @Test
    void aClosedPoolOpensByItself() {
        pools.define("gold", on(FIRST, "golden").build());
        pools.close("gold");
        things("golden").insertOne(new Document());
        pools.close("gold");
        pools.close("gold");
        assertThat(state("gold")).isEqualTo(State.DISCONNECTED);
        assertThat(things("golden").countDocuments()).isEqualTo(1);
        pools.close(SHARED);
        things("common").insertOne(new Document());
        events.awaitCount(PoolOpened.class, "gold", 2);
        events.awaitCount(PoolClosed.class, "gold", 1);
        assertThat(servers.databases(SHARED)).containsExactly("common");
    }

    @Test
    void assigningMovesWhileCallsAreInFlight() {
        pools.define("gold", on(FIRST, "moving").build());
        pools.define("silver", on(SECOND).build());
        MongoCollection<Document> moving = things("moving");
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            writers.add(CompletableFuture.runAsync(
                    () -> {
                        while (!stop.get()) {
                            moving.insertOne(new Document());
                            written.incrementAndGet();
                        }
                    },
                    work -> new Thread(work, "writer").start()));
        }
        List<String> places = List.of("silver", SHARED, "gold", "silver", "gold", SHARED);
        Map<String, String> homes = Map.of("silver", SECOND, SHARED, SHARED, "gold", FIRST);
        for (String place : places) {
            pools.assign(place, List.of("moving"));
            // What was in progress has ended, so that from now on nothing is written elsewhere.
            long elsewhere = elsewhere(homes.get(place));
            int before = written.get();
            await().until(() -> written.get() > before + THREADS);
            assertThat(elsewhere(homes.get(place))).as("outside of %s", place).isEqualTo(elsewhere);
        }
        stop.set(true);
        writers.forEach(CompletableFuture::join);
        assertThat(elsewhere("")).as("in all").isEqualTo(written.get());
    }

    private static long elsewhere(String home) {
        return Stream.of(SHARED, FIRST, SECOND)
                .filter(server -> !server.equals(home))
                .mapToLong(PoolsIT::count)
                .sum();
    }

    private static long count(String server) {
        return servers.raw(server, "moving").getCollection("things").countDocuments();
    }
}
