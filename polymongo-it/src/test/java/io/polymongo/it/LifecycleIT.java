package io.polymongo.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.polymongo.ConfigurationException;
import io.polymongo.DirectoryKind;
import io.polymongo.ErrorId;
import io.polymongo.InvalidNameException;
import io.polymongo.NotConnectedException;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoConfig;
import io.polymongo.PolyMongoConfigBuilder;
import io.polymongo.PolyMongoStats;
import io.polymongo.State;
import io.polymongo.internal.assembly.PolyMongoAssembly;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@OnServer
class LifecycleIT {

    private static final String NOWHERE = "mongodb://127.0.0.1:1";

    private static PolyMongoConfigBuilder patient() {
        return PolyMongoConfig.builder().connectTimeout(Duration.ofMinutes(2));
    }

    @Test
    void nothingConnectsBeforeTheFirstUse(TestDatabases databases) {
        try (PolyMongo polyMongo = PolyMongo.create(databases.config().build())) {
            MongoCollection<Document> things =
                    polyMongo.model(Document.class, "things").db();
            assertThat(polyMongo.state()).isEqualTo(State.NOT_INITIALIZED);
            PolyMongoStats.Pool shared =
                    new PolyMongoStats.Pool("shared", State.NOT_INITIALIZED, 0, 0, 0, 10, 0, 0, 0, List.of());
            assertThat(polyMongo.stats())
                    .isEqualTo(new PolyMongoStats(State.NOT_INITIALIZED, List.of(shared), List.of()));

            things.countDocuments();
            assertThat(polyMongo.state()).isEqualTo(State.CONNECTED);
            assertThat(polyMongo.isConnected()).isTrue();
        }
    }

    @Test
    void disconnectAndConnectAgain(TestDatabases databases) {
        PolyMongo polyMongo = PolyMongo.create(databases.config().build());
        MongoCollection<Document> things =
                polyMongo.model(Document.class, "things").db();
        polyMongo.disconnect();
        polyMongo.connect();
        assertThat(polyMongo.state()).isEqualTo(State.CONNECTED);
        things.insertOne(new Document());

        polyMongo.disconnect();
        polyMongo.disconnect();
        assertThat(polyMongo.state()).isEqualTo(State.DISCONNECTED);
        assertThatThrownBy(things::countDocuments)
                .isInstanceOf(NotConnectedException.class)
                .hasMessage("PMONGO-0204: this PolyMongo was disconnected; call connect() first");

        polyMongo.connect();
        assertThat(things.countDocuments()).isEqualTo(1);

        polyMongo.close();
        polyMongo.close();
        assertThat(polyMongo.state()).isEqualTo(State.DISCONNECTED);
        assertThatThrownBy(things::countDocuments)
                .isInstanceOf(NotConnectedException.class)
                .hasMessage("PMONGO-0205: this PolyMongo was closed; make a new one");
        assertThatThrownBy(polyMongo::connect)
                .isInstanceOfSatisfying(
                        NotConnectedException.class, e -> assertThat(e.id()).isEqualTo(ErrorId.CLOSED));
    }

    /** As one who asks meets it in the moment in which another disconnects. */
    @Test
    void theStateOfAClientThatIsClosedAlreadyCanBeAskedFor(TestDatabases databases) {
        List<MongoClient> made = new ArrayList<>();
        try (PolyMongo polyMongo = new PolyMongoAssembly(databases.config().build())
                .clientFactory(settings -> {
                    made.add(MongoClients.create(settings));
                    return made.get(0);
                })
                .build()) {
            polyMongo.connect();
            made.get(0).close();
            assertThat(polyMongo.state()).isEqualTo(State.CONNECTING);
            assertThat(polyMongo.stats().state()).isEqualTo(State.CONNECTING);
        }
    }

    @Test
    void aCustomizerMustNotUseWhatItCustomizes() {
        PolyMongo[] holder = new PolyMongo[1];
        holder[0] = PolyMongo.builder(PolyMongoConfig.builder().uri(NOWHERE).build())
                .customizer((pool, settings) ->
                        holder[0].database().getCollection("x").countDocuments())
                .build();
        assertThatThrownBy(() -> holder[0].database().getName())
                .isInstanceOf(NotConnectedException.class)
                .hasMessage("PMONGO-0206: this PolyMongo was used while its client was being made;"
                        + " a MongoClientCustomizer must not use it");
        holder[0].close();
    }

    @Test
    void closedBeforeUseIsClosed() {
        PolyMongo polyMongo = PolyMongo.create(PolyMongoConfig.builder().build());
        polyMongo.close();
        assertThatThrownBy(polyMongo::connect).isInstanceOf(NotConnectedException.class);
    }

    @Test
    void connectSaysWhyItCannotAndALaterUseTriesAgain() {
        try (PolyMongo polyMongo = PolyMongo.create(PolyMongoConfig.builder()
                .uri(NOWHERE)
                .connectTimeout(Duration.ofMillis(200))
                .selectionTimeout(Duration.ofMillis(100))
                .build())) {
            assertThatThrownBy(polyMongo::connect).isInstanceOf(MongoTimeoutException.class);
            assertThat(polyMongo.state()).isEqualTo(State.CONNECTING);
            assertThatThrownBy(() -> polyMongo.database().listCollectionNames().first())
                    .isInstanceOf(MongoTimeoutException.class);
        }
    }

    @Test
    void statsAreTheDriversFigures(TestDatabases databases) {
        try (PolyMongo polyMongo = PolyMongo.create(databases.config().build())) {
            polyMongo.connect();
            assertThat(polyMongo.stats().pools()).singleElement().satisfies(pool -> {
                assertThat(pool.name()).isEqualTo("shared");
                assertThat(pool.size()).isPositive();
                assertThat(pool.inUse()).isZero();
                assertThat(pool.waiting()).isZero();
                assertThat(pool.maxSize()).isEqualTo(10);
                assertThat(pool.state()).isEqualTo(State.CONNECTED);
                assertThat(pool.servers())
                        .extracting(PolyMongoStats.Server::address)
                        .containsAll(new ConnectionString(databases.uri()).getHosts());
                assertThat(pool.servers().stream()
                                .mapToInt(PolyMongoStats.Server::size)
                                .sum())
                        .isEqualTo(pool.size());
            });
        }
    }

    @Test
    void ourKeyBeatsTheUrisOptionWhichBeatsOurDefault(TestDatabases databases) {
        String uri = databases.uri() + (databases.uri().contains("?") ? "&" : "/?") + "maxPoolSize=50";
        try (PolyMongo uris = PolyMongo.create(patient().uri(uri).build());
                PolyMongo ours =
                        PolyMongo.create(patient().uri(uri).poolMaxSize(7).build())) {
            uris.connect();
            ours.connect();
            assertThat(uris.stats().pools().get(0).maxSize()).isEqualTo(50);
            assertThat(ours.stats().pools().get(0).maxSize()).isEqualTo(7);
        }
    }

    @Test
    void preferUriPinsEverythingToItsDatabase(TestDatabases databases) {
        ConnectionString given = new ConnectionString(databases.uri());
        String pinned = databases.name("pinned");
        String uri = "mongodb://" + String.join(",", given.getHosts()) + "/" + pinned
                + (given.getRequiredReplicaSetName() == null ? "" : "?replicaSet=" + given.getRequiredReplicaSetName());
        try (PolyMongo polyMongo = PolyMongo.create(PolyMongoConfig.builder()
                .uri(uri)
                .preferUri(true)
                .metadataDatabase(databases.name("metadata"))
                .tenantDirectory(DirectoryKind.OPEN)
                .build())) {
            polyMongo.database().getCollection("x").insertOne(new Document());
            polyMongo.database(pinned).getCollection("x").insertOne(new Document());
            assertThat(databases.existing()).containsExactly("pinned");
            assertThatThrownBy(() -> polyMongo.database("other"))
                    .isInstanceOf(InvalidNameException.class)
                    .hasMessage("PMONGO-0203: the database 'other' was asked for, but polymongo.prefer-uri=true pins"
                            + " everything to '" + pinned + "'; set it to false to use others");
            assertThatThrownBy(() -> polyMongo
                            .tenants()
                            .run(
                                    "acme",
                                    () -> polyMongo
                                            .model(Document.class, "x")
                                            .tenant()
                                            .countDocuments()))
                    .isInstanceOf(InvalidNameException.class)
                    .hasMessageStartingWith("PMONGO-0203: the tenant 'acme' lives in 'tenant_acme', but");
        }
    }

    @Test
    void anEmbeddedServerIsStartedAtTheFirstUseAndKeptUntilClose() {
        PolyMongo polyMongo = PolyMongo.create(patient().uri("embedded").build());
        polyMongo.database().getCollection("x").insertOne(new Document());
        polyMongo.disconnect();
        polyMongo.connect();
        assertThat(polyMongo.database().getCollection("x").countDocuments()).isEqualTo(1);
        polyMongo.close();
    }

    @Test
    void twoInOneJvmKnowNothingOfEachOther() {
        PolyMongoConfig config = PolyMongoConfig.builder()
                .uri("embedded")
                .tenantDirectory(DirectoryKind.OPEN)
                .build();
        try (PolyMongo one = PolyMongo.create(config);
                PolyMongo other = PolyMongo.create(config)) {
            one.database().getCollection("x").insertOne(new Document());
            assertThat(other.database().getCollection("x").countDocuments()).isZero();
            one.tenants()
                    .run("acme", () -> assertThat(other.tenants().current()).isEmpty());
        }
    }

    @Test
    void anOwnDirectoryBesideAConfiguredOneIsRefused() {
        assertThatThrownBy(() -> PolyMongo.builder(PolyMongoConfig.builder()
                                .tenantDirectory(DirectoryKind.STORED)
                                .build())
                        .directory(tenant -> java.util.Optional.empty())
                        .build())
                .isInstanceOf(ConfigurationException.class);
    }
}
