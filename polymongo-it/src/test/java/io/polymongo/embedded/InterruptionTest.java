package io.polymongo.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoSocketException;
import com.mongodb.client.MongoClient;
import com.mongodb.event.ConnectionClosedEvent;
import com.mongodb.event.ConnectionPoolListener;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** What happens to a command that waits while its member changes. */
class InterruptionTest {

    private final StandInData data = new StandInData();
    private final AtomicInteger closedConnections = new AtomicInteger();

    private MongoClient client(EmbeddedMongo server) {
        return Servers.client(
                server,
                settings -> settings.retryWrites(false)
                        .applyToConnectionPoolSettings(
                                pool -> pool.addConnectionPoolListener(new ConnectionPoolListener() {
                                    @Override
                                    public void connectionClosed(ConnectionClosedEvent event) {
                                        closedConnections.incrementAndGet();
                                    }
                                })));
    }

    private CompletableFuture<Throwable> waitingInsert(MongoClient client) throws InterruptedException {
        CompletableFuture<Throwable> outcome = CompletableFuture.supplyAsync(() -> catchThrowable(
                () -> client.getDatabase("d").getCollection("waits").insertOne(new Document())));
        assertThat(data.waiting().await(2, TimeUnit.MINUTES)).isTrue();
        return outcome;
    }

    @Test
    void aStepDownInterruptsAWriteAndKeepsItsConnection() throws Exception {
        try (EmbeddedMongo server = Servers.start(EmbeddedMongo.builder().members(3), data);
                MongoClient client = client(server)) {
            CompletableFuture<Throwable> outcome = waitingInsert(client);

            server.stepDown();

            assertThat(outcome.get(2, TimeUnit.MINUTES))
                    .isInstanceOfSatisfying(
                            MongoException.class,
                            error -> assertThat(error.getCode()).isEqualTo(11602));
            assertThat(closedConnections).hasValue(0);
            client.getDatabase("d").getCollection("c").insertOne(new Document());
        }
    }

    @Test
    void aSecondaryThatIsKilledInterruptsNoWrite() throws Exception {
        try (EmbeddedMongo server = Servers.start(EmbeddedMongo.builder().members(3), data);
                MongoClient client = client(server)) {
            CompletableFuture<Throwable> outcome = waitingInsert(client);

            server.kill(1);
            assertThat(outcome).isNotDone();

            server.kill(0);
            assertThat(outcome.get(2, TimeUnit.MINUTES))
                    .isInstanceOfAny(MongoNodeIsRecoveringException.class, MongoSocketException.class);
        }
    }

    @Test
    void aServerThatClosesInterruptsWhatWaits() throws Exception {
        Set<String> before = Servers.pools();
        EmbeddedMongo server = Servers.start(EmbeddedMongo.builder(), data);
        try (MongoClient client = client(server)) {
            CompletableFuture<Throwable> outcome = waitingInsert(client);

            server.close();

            assertThat(outcome.get(2, TimeUnit.MINUTES)).isInstanceOf(MongoException.class);
            await().until(() -> Servers.threadsBeside(before), List::isEmpty);
        }
    }

    @Test
    void theCommandThatStepsDown() {
        try (EmbeddedMongo one = Servers.start(EmbeddedMongo.builder(), data);
                MongoClient client = client(one)) {
            assertThatThrownBy(() -> client.getDatabase("admin").runCommand(new Document("replSetStepDown", 60)))
                    .isInstanceOfSatisfying(
                            MongoException.class,
                            error -> assertThat(error.getCode()).isEqualTo(262));
            assertThat(one.primary()).hasValue(0);
        }
        try (EmbeddedMongo three = Servers.start(EmbeddedMongo.builder().members(3), data);
                MongoClient client = client(three)) {
            client.getDatabase("admin").runCommand(new Document("replSetStepDown", 60));
            await().untilAsserted(() -> assertThat(three.primary()).hasValue(1));
        }
    }
}
