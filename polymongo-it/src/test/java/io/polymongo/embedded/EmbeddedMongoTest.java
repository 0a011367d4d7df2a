package io.polymongo.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoClientSettings;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.connection.ServerType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** The set as a driver sees it. */
class EmbeddedMongoTest {

    private final StandInData data = new StandInData();
    private final SeenPrimaries seen = new SeenPrimaries();

    /** Such a driver learns in time only what it is told. */
    private void listenWithoutHeartbeats(MongoClientSettings.Builder settings) {
        seen.listenTo(settings);
        settings.applyToServerSettings(monitor -> monitor.heartbeatFrequency(1, TimeUnit.HOURS));
    }

    @Test
    void aSetOfOneIsAReplicaSet() {
        try (EmbeddedMongo server = Servers.start(EmbeddedMongo.builder(), data);
                MongoClient client = Servers.client(server, seen::listenTo)) {
            assertThat(server.connectionString())
                    .isEqualTo("mongodb://127.0.0.1:" + server.port() + "/?replicaSet=rs0");

            client.getDatabase("d").getCollection("c").insertOne(new Document("x", 1));

            // The driver tells its listeners after it has let the operation go on.
            await().untilAsserted(() -> assertThat(seen.primaryPort()).hasValue(server.port()));
            assertThat(data.inserted()).hasSize(1);
            assertThat(data.inserted().element().lsid()).isNotNull();
        }
    }

    @Test
    void aSetOfThreeHasOnePrimary() {
        try (EmbeddedMongo server = Servers.start(EmbeddedMongo.builder().members(3), data);
                MongoClient client = Servers.client(server, seen::listenTo)) {
            client.getDatabase("d").runCommand(new Document("ping", 1));
            await().untilAsserted(() -> {
                assertThat(seen.portsOf(ServerType.REPLICA_SET_PRIMARY)).containsExactly(server.port(0));
                assertThat(seen.portsOf(ServerType.REPLICA_SET_SECONDARY))
                        .containsExactlyInAnyOrder(server.port(1), server.port(2));
            });
        }
    }

    @Test
    void anIdleDriverDoesNotPoll() {
        try (EmbeddedMongo server = Servers.start(EmbeddedMongo.builder().members(3), data);
                MongoClient client = Servers.client(server, this::listenWithoutHeartbeats)) {
            client.getDatabase("d").runCommand(new Document("ping", 1));
            await().until(() -> seen.portsOf(ServerType.REPLICA_SET_SECONDARY).size() == 2);
            // For each member: the monitor's handshake and its wait, and the handshake of the connection that measures
            // round trips; besides, the handshake of the connection that pinged.
            await().until(data::hellos, hellos -> hellos == 3 * 3 + 1);

            await().during(Duration.ofSeconds(3)).until(data::hellos, hellos -> hellos == 3 * 3 + 1);
        }
    }

    @Test
    void aStepDownIsToldToADriverThatDoesNotAsk() {
        try (EmbeddedMongo server = Servers.start(EmbeddedMongo.builder().members(3), data);
                MongoClient client = Servers.client(server, this::listenWithoutHeartbeats)) {
            client.getDatabase("d").runCommand(new Document("ping", 1));
            await().until(() -> seen.portsOf(ServerType.REPLICA_SET_SECONDARY).size() == 2);

            server.stepDown();

            await().untilAsserted(() -> assertThat(seen.primaryPort()).hasValue(server.port(1)));
            client.getDatabase("d").getCollection("c").insertOne(new Document());
            assertThat(data.inserted().element().connection().member()).isEqualTo(1);
        }
    }

    @Test
    void theOnlyMemberStepsUpAgain() {
        try (EmbeddedMongo server = Servers.start(EmbeddedMongo.builder(), data);
                MongoClient client = Servers.client(server, this::listenWithoutHeartbeats)) {
            client.getDatabase("d").runCommand(new Document("ping", 1));

            server.stepDown();

            client.getDatabase("d").getCollection("c").insertOne(new Document());
            assertThat(server.primary()).hasValue(0);
            assertThat(client.getDatabase("admin").runCommand(new Document("replSetGetStatus", 1)))
                    .containsEntry("term", 2L);
        }
    }

    @Test
    void aKilledPrimaryIsFollowedByAnotherAndComesBackOnItsPort() {
        try (EmbeddedMongo server = Servers.start(EmbeddedMongo.builder().members(3), data);
                MongoClient client = Servers.client(server, seen::listenTo)) {
            client.getDatabase("d").runCommand(new Document("ping", 1));
            int port = server.port(0);

            server.kill(0);

            assertThatThrownBy(() -> new Socket("127.0.0.1", port)).isInstanceOf(ConnectException.class);
            await().untilAsserted(() -> assertThat(seen.primaryPort()).hasValue(server.port(1)));
            client.getDatabase("d").getCollection("c").insertOne(new Document());

            server.restart(0);

            assertThat(server.port(0)).isEqualTo(port);
            client.getDatabase("d").runCommand(new Document("ping", 1), ReadPreference.secondary());
            await().until(() -> seen.portsOf(ServerType.REPLICA_SET_SECONDARY).contains(port));
        }
    }

    @Test
    void nobodyElseIsGivenThePortOfAMemberThatIsDown() throws IOException {
        try (EmbeddedMongo server = EmbeddedMongo.builder().members(3).start();
                ServerSocket other = new ServerSocket()) {
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", server.port(1));
            server.kill(1);

            other.setReuseAddress(false);
            assertThatThrownBy(() -> other.bind(address)).isInstanceOf(BindException.class);
            assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()).close())
                    .isInstanceOf(ConnectException.class);

            server.restart(1);
            new Socket(address.getAddress(), address.getPort()).close();
        }
    }

    @Test
    void withoutAMajorityThereIsNoPrimary() {
        try (EmbeddedMongo server = Servers.start(EmbeddedMongo.builder().members(3), data)) {
            server.kill(1);
            assertThat(server.primary()).hasValue(0);

            server.kill(2);
            assertThat(server.primary()).isEmpty();

            server.restart(1);
            await().until(() -> server.primary().isPresent());
        }
    }

    @Test
    void secondariesReadWhenTheyAreAskedTo() {
        try (EmbeddedMongo server = Servers.start(EmbeddedMongo.builder().members(2), data);
                MongoClient client = Servers.client(server)) {
            client.getDatabase("d").getCollection("c").find().first();
            client.getDatabase("d")
                    .withReadPreference(ReadPreference.secondary())
                    .getCollection("c")
                    .find()
                    .first();

            assertThat(data.findersMembers()).containsExactly(0, 1);
        }
    }

    @Test
    void anUnacknowledgedWriteArrivesAndTheConnectionGoesOn() {
        try (EmbeddedMongo server = Servers.start(EmbeddedMongo.builder(), data);
                MongoClient client = Servers.client(
                        server, settings -> settings.applyToConnectionPoolSettings(pool -> pool.maxSize(1)))) {
            client.getDatabase("d")
                    .getCollection("c")
                    .withWriteConcern(WriteConcern.UNACKNOWLEDGED)
                    .insertMany(List.of(new Document(), new Document()));
            client.getDatabase("d").runCommand(new Document("ping", 1));

            assertThat(data.inserted()).hasSize(1);
        }
    }

    @Test
    void closingEndsAllThreadsAndPortsAndMayBeRepeated() {
        Set<String> before = Servers.pools();
        EmbeddedMongo server = Servers.start(EmbeddedMongo.builder().members(3), data);
        List<Integer> ports = new ArrayList<>(List.of(server.port(0), server.port(1), server.port(2)));
        try (MongoClient client = Servers.client(server)) {
            client.getDatabase("d").runCommand(new Document("ping", 1));

            server.close();
            server.close();
        }

        await().until(() -> Servers.threadsBeside(before), List::isEmpty);
        for (int port : ports) {
            assertThatThrownBy(() -> new Socket("127.0.0.1", port)).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void portsThatAreGivenFollowEachOther() {
        Set<String> before = Servers.pools();
        int free;
        try (EmbeddedMongo server = Servers.start(EmbeddedMongo.builder(), data)) {
            free = server.port();
        }
        try (EmbeddedMongo server = Servers.start(EmbeddedMongo.builder().port(free), data)) {
            assertThat(server.port()).isEqualTo(free);
            assertThatThrownBy(() -> Servers.start(EmbeddedMongo.builder().port(free), data))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("the embedded server cannot listen on 127.0.0.1:" + free);
        }
        await().until(() -> Servers.threadsBeside(before), List::isEmpty);
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> EmbeddedMongo.builder().members(0).start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("members must be 1 to 7, not 0");
        assertThatThrownBy(() -> EmbeddedMongo.builder().members(8).start())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EmbeddedMongo.builder().members(2).port(65535).start())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EmbeddedMongo.builder().oplogSize(0).start())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EmbeddedMongo.builder()
                        .transactionLifetime(Duration.ZERO)
                        .start())
                .isInstanceOf(IllegalArgumentException.class);
    }
}
