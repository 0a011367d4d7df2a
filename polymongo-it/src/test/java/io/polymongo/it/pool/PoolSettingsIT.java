package io.polymongo.it.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.ConnectionString;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoConfigBuilder;
import io.polymongo.PoolDefinition;
import io.polymongo.PoolDefinitionBuilder;
import io.polymongo.embedded.EmbeddedMongo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** What a pool's URI says counts; only the database in it does not. */
class PoolSettingsIT extends OnThreeServers {

    private final SeenPools pools = new SeenPools();

    private PolyMongo with(PolyMongoConfigBuilder config, PoolDefinition gold) {
        return PolyMongo.builder(config.pool("gold", gold).build())
                .customizer(pools)
                .build();
    }

    private static PoolDefinitionBuilder golden(String uri) {
        return PoolDefinition.builder().uri(uri).databases(Set.of("golden"));
    }

    private int maxSize(String pool) {
        return pools.settings(pool).getConnectionPoolSettings().getMaxSize();
    }

    private int minSize(String pool) {
        return pools.settings(pool).getConnectionPoolSettings().getMinSize();
    }

    @Test
    void theUrisOptionsSurviveAndAKeyBeatsThem() {
        String uri = servers.uri(FIRST) + "&maxPoolSize=50&minPoolSize=2&appName=of-gold&w=1";
        try (PolyMongo polyMongo =
                with(servers.config().poolMaxSize(7), golden(uri).build())) {
            polyMongo.databases().ping("golden");
            polyMongo.databases().ping("common");
            assertThat(maxSize("gold")).isEqualTo(50);
            assertThat(minSize("gold")).isEqualTo(2);
            assertThat(pools.settings("gold").getApplicationName()).isEqualTo("of-gold");
            assertThat(pools.settings("gold").getWriteConcern().getW()).isEqualTo(1);
            assertThat(maxSize(SHARED)).isEqualTo(7);
            assertThat(minSize(SHARED)).isZero();
        }
        try (PolyMongo polyMongo =
                with(servers.config(), golden(uri).maxSize(3).minIdle(1).build())) {
            polyMongo.databases().ping("golden");
            assertThat(maxSize("gold")).isEqualTo(3);
            assertThat(minSize("gold")).isEqualTo(1);
        }
    }

    @Test
    void aDatabaseInTheUriIsIgnored() {
        String uri = servers.uri(FIRST).replace("/?", "/elsewhere?");
        try (PolyMongo polyMongo =
                with(servers.config().defaultDatabase("mine"), golden(uri).build())) {
            polyMongo.database("golden").getCollection("things").insertOne(new Document());
            polyMongo.database().getCollection("things").insertOne(new Document());
            assertThat(servers.databases(FIRST)).containsExactly("golden");
            assertThat(servers.databases(SHARED)).containsExactly("mine");
        }
    }

    /** A user who is known in one database only, and the pool works in another. */
    @Test
    void theAuthenticationSourceSurvives() {
        try (EmbeddedMongo guarded =
                EmbeddedMongo.builder().user("root", "secret", "root").start()) {
            String bare = guarded.connectionString().replaceFirst("mongodb://([^@]*@)?", "mongodb://");
            String asRoot = bare.replace("mongodb://", "mongodb://root:secret@");
            try (MongoClient root = MongoClients.create(asRoot)) {
                Document role = new Document("role", "readWrite").append("db", "golden");
                root.getDatabase("users")
                        .runCommand(new Document("createUser", "ann")
                                .append("pwd", "pass")
                                .append("roles", List.of(role)));
                String asAnn = bare.replace("mongodb://", "mongodb://ann:pass@");
                for (String uri : List.of(asAnn + "&authSource=users", asAnn.replace("/?", "/users?"))) {
                    try (PolyMongo polyMongo =
                            with(servers.config(), golden(uri).build())) {
                        polyMongo.database("golden").getCollection("things").insertOne(new Document());
                        assertThat(Objects.requireNonNull(pools.settings("gold").getCredential())
                                        .getSource())
                                .isEqualTo("users");
                    }
                }
                assertThat(root.getDatabase("golden").getCollection("things").countDocuments())
                        .isEqualTo(2);
                try (PolyMongo polyMongo = with(servers.config(), golden(asAnn).build())) {
                    assertThatThrownBy(() -> polyMongo
                                    .database("golden")
                                    .getCollection("things")
                                    .countDocuments())
                            .as("without the source")
                            .isInstanceOf(MongoSecurityException.class);
                }
            }
        }
    }

    @Test
    void onTheSharedUriItHasAClientAndConnectionsOfItsOwn() {
        String uri = servers.uri(SHARED) + "&appName=both";
        PoolDefinition gold = PoolDefinition.builder()
                .databases(Set.of("golden"))
                .maxSize(2)
                .closeAfterIdle(Duration.ofHours(1))
                .build();
        try (PolyMongo polyMongo = with(servers.config().uri(uri).poolMaxSize(5), gold)) {
            MongoClient shared = polyMongo.withClient("common", client -> client);
            MongoClient own = polyMongo.withClient("golden", client -> client);
            assertThat(own).isNotSameAs(shared);
            assertThat(maxSize("gold")).isEqualTo(2);
            assertThat(maxSize(SHARED)).isEqualTo(5);
            polyMongo.database("golden").getCollection("things").insertOne(new Document("_id", 1));
            polyMongo.withClient(
                    "common",
                    client ->
                            client.getDatabase("golden").getCollection("things").insertOne(new Document("_id", 2)));
            assertThat(servers.raw(SHARED, "golden").getCollection("things").countDocuments())
                    .as("one server")
                    .isEqualTo(2);

            long before = connections();
            polyMongo.pools().close("gold");
            await().until(() -> connections() < before);
            polyMongo.databases().ping("common");
            assertThat(polyMongo.isConnected()).isTrue();
        }
    }

    /** Of the clients with this test's name, as the server counts them. */
    private static long connections() {
        Document all = new Document("allUsers", true).append("idleConnections", true);
        return servers.client(SHARED)
                .getDatabase("admin")
                .aggregate(List.of(
                        new Document("$currentOp", all), new Document("$match", new Document("appName", "both"))))
                .into(new ArrayList<>())
                .size();
    }

    @Test
    void anEmbeddedPoolIsAServerOfItsOwnUntilAllIsClosed() {
        ConnectionString[] uris = new ConnectionString[1];
        PolyMongo polyMongo = with(servers.config(), golden("embedded").build());
        try (polyMongo) {
            polyMongo.database("golden").getCollection("things").insertOne(new Document("_id", 1));
            polyMongo.database("common").getCollection("things").insertOne(new Document("_id", 2));
            uris[0] = polyMongo.withClient(
                    "golden",
                    client -> new ConnectionString("mongodb://"
                            + client.getClusterDescription()
                                    .getServerDescriptions()
                                    .get(0)
                                    .getAddress()));
            assertThat(servers.databases(SHARED)).containsExactly("common");

            polyMongo.pools().close("gold");
            assertThat(count(polyMongo)).isEqualTo(1);
            polyMongo.disconnect();
            polyMongo.connect();
            assertThat(count(polyMongo)).isEqualTo(1);
            polyMongo.pools().define("gold", golden(servers.uri(FIRST)).build());
            assertThat(count(polyMongo)).isZero();
            polyMongo.pools().define("gold", golden("embedded").build());
            assertThat(count(polyMongo)).as("the same server again").isEqualTo(1);
        }
        try (MongoClient late = MongoClients.create(uris[0] + "/?serverSelectionTimeoutMS=300")) {
            assertThatThrownBy(() -> late.listDatabaseNames().first()).isInstanceOf(MongoTimeoutException.class);
        }
    }

    private static long count(PolyMongo polyMongo) {
        return polyMongo.database("golden").getCollection("things").countDocuments();
    }
}
