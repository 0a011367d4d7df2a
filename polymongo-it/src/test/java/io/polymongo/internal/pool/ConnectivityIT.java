package io.polymongo.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoSecurityException;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.polymongo.PolyMongoEvent;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.server.LeakCheck;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is made of the events that a true driver sends, and when. */
@ExtendWith(LeakCheck.class)
class ConnectivityIT {

    private static void ping(WatchedClient watched) {
        watched.client.getDatabase("admin").runCommand(new Document("ping", 1));
    }

    @Test
    void aServerThatGoesAndComesBack() {
        try (EmbeddedMongo server = EmbeddedMongo.builder().start();
                WatchedClient watched = new WatchedClient(server.connectionString(), settings -> {})) {
            assertThat(watched.isConnected()).isFalse();
            ping(watched);
            assertThat(watched.isConnected()).isTrue();
            await().untilAsserted(() -> assertThat(watched.kinds()).containsExactly("Connected"));

            server.kill(0);
            await().untilAsserted(() -> assertThat(watched.kinds())
                    .containsExactlyInAnyOrder("Connected", "Disconnected", "Failed")
                    .startsWith("Connected"));
            assertThat(watched.isConnected()).isFalse();

            server.restart(0);
            ping(watched);
            assertThat(watched.isConnected()).isTrue();
            await().untilAsserted(() -> assertThat(watched.kinds()).hasSize(4).endsWith("Connected"));
        }
    }

    @Test
    void anElectionIsADisconnectionAndNoFailure() {
        try (EmbeddedMongo server = EmbeddedMongo.builder().members(3).start();
                WatchedClient watched = new WatchedClient(server.connectionString(), settings -> {})) {
            MongoCollection<Document> things = watched.client.getDatabase("x").getCollection("things");
            things.insertOne(new Document());
            await().until(() -> watched.kinds().equals(List.of("Connected")));
            server.stepDown();
            await().until(() -> watched.kinds().contains("Disconnected"));
            things.insertOne(new Document());
            await().until(watched::isConnected);
            await().untilAsserted(() ->
                    assertThat(watched.kinds()).containsExactly("Connected", "Disconnected", "Connected"));
        }
    }

    @Test
    void wrongCredentialsAreNoConnectionThoughTheServerIsThere() {
        try (EmbeddedMongo server =
                        EmbeddedMongo.builder().user("ada", "right", "root").start();
                WatchedClient watched = new WatchedClient(withUser(server, "ada:sesame"), settings -> {})) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> ping(watched)).isInstanceOf(MongoSecurityException.class);
            }
            await().untilAsserted(() -> assertThat(watched.kinds()).containsExactly("Failed"));
            PolyMongoEvent.Failed failed =
                    (PolyMongoEvent.Failed) watched.events().get(0);
            assertThat(failed.reason())
                    .isEqualTo("127.0.0.1:" + server.port()
                            + ": MongoSecurityException, caused by MongoCommandException 18");
            // The monitors, which need no password, find the server well.
            await().until(() -> !Selection.servers(watched.client.getClusterDescription(), ReadPreference.primary())
                    .isEmpty());
            assertThat(watched.isConnected()).isFalse();
            assertThat(watched.gauge.servers()).singleElement().satisfies(figures -> {
                assertThat(figures.inUse()).isZero();
                assertThat(figures.waiting()).isZero();
                assertThat(figures.size()).isZero();
            });
        }
    }

    private static String withUser(EmbeddedMongo server, String user) {
        return server.connectionString().replace("mongodb://", "mongodb://" + user + "@") + "&authSource=admin";
    }

    @Test
    void connectionsThatAreClosedForBeingIdleAreMissedByNobody() {
        try (EmbeddedMongo server = EmbeddedMongo.builder().start();
                WatchedClient watched = new WatchedClient(
                        server.connectionString(),
                        settings -> settings.applyToConnectionPoolSettings(
                                pool -> pool.maxConnectionIdleTime(1, TimeUnit.MILLISECONDS)
                                        .maintenanceFrequency(10, TimeUnit.MILLISECONDS)))) {
            ping(watched);
            await().untilAsserted(() -> assertThat(watched.gauge.servers())
                    .singleElement()
                    .satisfies(figures -> assertThat(figures.size()).isZero()));
            assertThat(watched.isConnected()).isTrue();
            assertThat(watched.kinds()).doesNotContain("Disconnected");
        }
    }

    @Test
    void aClientThatReadsFromSecondariesNeedsNoPrimary() {
        try (EmbeddedMongo server = EmbeddedMongo.builder().members(3).start();
                WatchedClient watched = new WatchedClient(
                        server.connectionString() + "&readPreference=secondaryPreferred", settings -> {})) {
            MongoDatabase database = watched.client.getDatabase("x");
            database.getCollection("things").countDocuments();
            await().until(() -> watched.kinds().equals(List.of("Connected")));
            int primary = server.primary().orElseThrow();
            server.kill((primary + 1) % 3);
            server.kill(primary);
            // The last of three elects nobody, and serves.
            await().until(() ->
                    watched.kinds().stream().filter("Failed"::equals).count() == 2);
            database.getCollection("things").countDocuments();
            assertThat(watched.isConnected()).isTrue();
        }
    }

    @Test
    void whatAClientSaysWhileItIsClosedIsHeardByNobody() {
        try (EmbeddedMongo server = EmbeddedMongo.builder().start()) {
            WatchedClient watched = new WatchedClient(server.connectionString(), settings -> {});
            ping(watched);
            await().until(() -> watched.kinds().equals(List.of("Connected")));
            watched.close();
            assertThat(watched.isConnected()).isFalse();
            assertThat(watched.kinds()).containsExactly("Connected");
            assertThat(watched.gauge.servers()).isEmpty();
        }
    }
}
