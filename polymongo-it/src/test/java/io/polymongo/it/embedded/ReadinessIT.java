package io.polymongo.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import io.polymongo.PolyMongoConfig;
import io.polymongo.PolyMongoStats;
import io.polymongo.State;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.internal.assembly.AssembledPolyMongo;
import io.polymongo.internal.assembly.PolyMongoAssembly;
import io.polymongo.internal.observe.ReadinessProbe;
import io.polymongo.it.SentCommands;
import io.polymongo.it.server.LeakCheck;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the readiness check says of a server that is slow, and of one that is gone. */
@ExtendWith(LeakCheck.class)
class ReadinessIT {

    private static final int MOST = 2;

    private static AssembledPolyMongo polyMongo(EmbeddedMongo server, SentCommands sent) {
        PolyMongoConfig config = PolyMongoConfig.builder()
                .uri(server.connectionString())
                .poolMaxSize(MOST)
                .poolWaitTimeout(Duration.ofMinutes(2))
                .connectTimeout(Duration.ofMinutes(2))
                .healthTimeout(Duration.ofSeconds(5))
                .healthCache(Duration.ZERO)
                .build();
        return new PolyMongoAssembly(config).customizer(sent).build();
    }

    private static PolyMongoStats.Pool shared(AssembledPolyMongo polyMongo) {
        return polyMongo.stats().pools().get(0);
    }

    @Test
    void anExhaustedPoolIsBusyAndNotDown() throws InterruptedException {
        SentCommands sent = new SentCommands();
        ExecutorService callers = Executors.newFixedThreadPool(MOST + 1);
        try (EmbeddedMongo server = EmbeddedMongo.builder().start();
                MongoClient raw = Sets.client(server);
                AssembledPolyMongo polyMongo = polyMongo(server, sent)) {
            assertThat(polyMongo.readiness().answer().ping()).isEqualTo("ok");
            raw.getDatabase("admin")
                    .runCommand(BsonDocument.parse("{configureFailPoint: 'failCommand', mode: 'alwaysOn',"
                            + " data: {failCommands: ['find'], blockConnection: true, blockTimeMS: 3600000}}"));
            MongoCollection<Document> things = polyMongo.database().getCollection("things");
            for (int i = 0; i < MOST; i++) {
                callers.execute(() -> findNothing(things));
            }
            await().until(() -> shared(polyMongo).inUse() == MOST);
            sent.clear();
            ReadinessProbe.Answer busy = polyMongo.readiness().answer();
            assertThat(busy.ping()).isEqualTo("busy");
            assertThat(busy.up()).isTrue();
            assertThat(busy.state()).isEqualTo("CONNECTED");

            callers.execute(() -> findNothing(things));
            await().until(() -> shared(polyMongo).waiting() == 1);
            assertThat(polyMongo.readiness().answer().ping()).isEqualTo("busy");
            assertThat(sent.all()).doesNotContain("admin.ping");
            assertThat(shared(polyMongo).servers())
                    .containsExactly(new PolyMongoStats.Server("127.0.0.1:" + server.port(), MOST, MOST, 1));

            server.kill(0);
            await().untilAsserted(() ->
                    assertThat(polyMongo.readiness().answer().ping()).isEqualTo("failed"));
            callers.shutdown();
            polyMongo.close();
            assertThat(callers.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
            assertThat(shared(polyMongo).inUse()).isZero();
        } finally {
            callers.shutdownNow();
        }
    }

    private static void findNothing(MongoCollection<Document> things) {
        try {
            things.find().first();
        } catch (MongoException e) {
            // It ends with the server.
        }
    }

    @Test
    void aServerThatIsGoneIsNotReadyUntilItIsBack() {
        SentCommands sent = new SentCommands();
        try (EmbeddedMongo server = EmbeddedMongo.builder().start();
                AssembledPolyMongo polyMongo = polyMongo(server, sent)) {
            assertThat(polyMongo.readiness().answer().up()).isTrue();
            server.kill(0);
            await().untilAsserted(() -> {
                ReadinessProbe.Answer answer = polyMongo.readiness().answer();
                assertThat(answer.up()).isFalse();
                assertThat(answer.ping()).isEqualTo("failed");
                assertThat(answer.state()).isEqualTo("CONNECTING");
            });
            assertThat(polyMongo.state()).isEqualTo(State.CONNECTING);
            server.restart(0);
            await().untilAsserted(() ->
                    assertThat(polyMongo.readiness().answer().up()).isTrue());
            assertThat(polyMongo.state()).isEqualTo(State.CONNECTED);
        }
    }

    @Test
    void whatIsClosedIsNotReadyAndIsNotOpenedForTheAnswer() {
        try (EmbeddedMongo server = EmbeddedMongo.builder().start();
                AssembledPolyMongo polyMongo = polyMongo(server, new SentCommands())) {
            polyMongo.connect();
            polyMongo.disconnect();
            ReadinessProbe.Answer answer = polyMongo.readiness().answer();
            assertThat(answer.up()).isFalse();
            assertThat(answer.state()).isEqualTo("DISCONNECTED");
            assertThat(shared(polyMongo).servers()).isEmpty();
        }
    }
}
