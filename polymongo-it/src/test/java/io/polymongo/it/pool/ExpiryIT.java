package io.polymongo.it.pool;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoEvent.PoolClosed;
import io.polymongo.PolyMongoEvent.PoolOpened;
import io.polymongo.PolyMongoStats;
import io.polymongo.PoolDefinition;
import io.polymongo.State;
import io.polymongo.internal.assembly.PolyMongoAssembly;
import java.time.Duration;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pool that is closed when it was idle for ten minutes. */
class ExpiryIT extends OnThreeServers {

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration NEARLY = Duration.ofMinutes(9);
    private static final Duration LONG = Duration.ofMinutes(11);

    private final Offset ticker = new Offset();
    private PolyMongo polyMongo;
    private SeenEvents events;
    private MongoCollection<Document> things;
    private int rounds;

    @BeforeEach
    void open() {
        polyMongo = new PolyMongoAssembly(servers.config()
                        .pool(
                                "gold",
                                PoolDefinition.builder()
                                        .uri(servers.uri(FIRST))
                                        .databases(Set.of("golden"))
                                        .closeAfterIdle(Duration.ofMinutes(10))
                                        .build())
                        .pool(
                                "witness",
                                PoolDefinition.builder()
                                        .closeAfterIdle(Duration.ofMillis(20))
                                        .build())
                        .build())
                .ticker(ticker)
                .build();
        events = SeenEvents.of(polyMongo);
        things = polyMongo.database("golden").getCollection("things");
        things.insertOne(new Document());
    }

    @AfterEach
    void close() {
        polyMongo.close();
    }

    /** Time passes, and all pools have been looked at since: the last of them by name has closed in a later round. */
    private void pass(Duration time) {
        lookAfter(time);
        lookAfter(Duration.ofMillis(20));
    }

    private void lookAfter(Duration time) {
        polyMongo.pools().connect("witness");
        ticker.advance(time);
        events.awaitCount(PoolClosed.class, "witness", ++rounds);
    }

    private State state() {
        return polyMongo.stats().pools().stream()
                .filter(each -> each.name().equals("gold"))
                .map(PolyMongoStats.Pool::state)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void itClosesWhenNobodyUsesItAndOpensAgain() {
        pass(SHORT);
        pass(NEARLY);
        assertThat(state()).isEqualTo(State.CONNECTED);
        pass(LONG);
        assertThat(state()).isEqualTo(State.DISCONNECTED);
        events.awaitCount(PoolClosed.class, "gold", 1);
        assertThat(things.countDocuments()).isEqualTo(1);
        events.awaitCount(PoolOpened.class, "gold", 2);
        assertThat(events.count(PoolClosed.class, SHARED)).isZero();
    }

    @Test
    void aUsePostponesIt() {
        for (int i = 0; i < 3; i++) {
            things.countDocuments();
            pass(SHORT);
            pass(NEARLY);
            assertThat(state()).isEqualTo(State.CONNECTED);
        }
    }

    /** Whoever looks whether it is there shall not keep it there; a look at the very moment of a ping takes it for work. */
    @Test
    void pingsDoNotKeepItOpen() {
        pass(SHORT);
        int pings = 0;
        while (state() == State.CONNECTED && pings < 20) {
            polyMongo.databases().ping("golden");
            pings++;
            pass(NEARLY);
        }
        assertThat(state()).isEqualTo(State.DISCONNECTED);
        assertThat(pings).isGreaterThan(1);
    }

    @Test
    void whatIsInProgressKeepsItOpen() {
        try (HeldCall held = HeldCall.in(polyMongo, "golden")) {
            for (int i = 0; i < 3; i++) {
                pass(LONG);
                assertThat(state()).isEqualTo(State.CONNECTED);
            }
            assertThat(held.end()).hasSize(1);
        }
        pass(SHORT);
        pass(NEARLY);
        assertThat(state()).isEqualTo(State.CONNECTED);
        pass(LONG);
        assertThat(state()).isEqualTo(State.DISCONNECTED);
    }
}
