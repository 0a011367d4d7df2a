package io.polymongo.it.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.gridfs.GridFSBucket;
import io.polymongo.ErrorId;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoException;
import io.polymongo.PoolDefinition;
import io.polymongo.SuspendedTenantException;
import io.polymongo.TenantDirectory;
import io.polymongo.TenantPlacement;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tenants who live in pools, because their directory or their database's assignment says so. */
class TenantPoolsIT extends OnThreeServers {

    private static final int THREADS = 16;
    private static final int WRITES = 40;

    private final SeenPools pools = new SeenPools();
    private PolyMongo polyMongo;

    private static PoolDefinition on(String server, String... databases) {
        return PoolDefinition.builder()
                .uri(servers.uri(server))
                .databases(Set.of(databases))
                .build();
    }

    /** With the application's own directory: who lives where. */
    private void open(Map<String, TenantPlacement> directory) {
        TenantDirectory own = new TenantDirectory() {
            @Override
            public Optional<TenantPlacement> find(String tenant) {
                return Optional.ofNullable(directory.get(tenant));
            }

            @Override
            public List<String> ids() {
                return List.copyOf(directory.keySet());
            }
        };
        polyMongo = PolyMongo.builder(servers.config()
                        .tenantDirectoryCache(Duration.ZERO)
                        .pool("gold", on(FIRST))
                        .pool("silver", on(SECOND, "assigned"))
                        .build())
                .directory(own)
                .collectionSpec(() -> "provisioned")
                .customizer(pools)
                .build();
    }

    @AfterEach
    void close() {
        polyMongo.close();
    }

    private static List<Object> ids(String server, String database) {
        return servers.raw(server, database)
                .getCollection("things")
                .find()
                .map(each -> each.get("_id"))
                .into(new ArrayList<>());
    }

    @Test
    void aPlacementThatNamesAPoolIsFollowed() {
        Map<String, TenantPlacement> directory = new ConcurrentHashMap<>();
        directory.put("acme", new TenantPlacement("acme_db", "gold", true));
        directory.put("zeta", new TenantPlacement("zeta_db", "silver", true));
        directory.put("assigned", new TenantPlacement("assigned", true));
        directory.put("common", new TenantPlacement("common_db", true));
        directory.put("explicit", new TenantPlacement("explicit_db", SHARED, true));
        open(directory);
        MongoCollection<Document> things =
                polyMongo.model(Document.class, "things").tenant();
        GridFSBucket files = polyMongo.tenantBucket("fs");
        directory
                .keySet()
                .forEach(tenant -> polyMongo.tenants().run(tenant, () -> {
                    polyMongo.tenants().provision(tenant);
                    things.insertOne(new Document("_id", tenant));
                    files.uploadFromStream("file", new ByteArrayInputStream(new byte[3]));
                    polyMongo.transaction(() -> things.insertOne(new Document("_id", tenant + "-2")));
                }));
        assertThat(servers.databases(FIRST)).containsExactly("acme_db");
        assertThat(servers.databases(SECOND)).containsExactlyInAnyOrder("zeta_db", "assigned");
        assertThat(servers.databases(SHARED)).containsExactlyInAnyOrder("common_db", "explicit_db");
        assertThat(ids(FIRST, "acme_db")).containsExactly("acme", "acme-2");
        assertThat(ids(SECOND, "assigned")).containsExactly("assigned", "assigned-2");
        for (String collection : List.of("provisioned", "fs.files", "things")) {
            assertThat(servers.raw(FIRST, "acme_db").listCollectionNames().into(new ArrayList<>()))
                    .contains(collection);
        }

        // By name, too, and for what is done to it as a whole.
        assertThat(polyMongo.databases().stats("acme_db").pool()).isEqualTo("gold");
        assertThat(polyMongo.databases().names())
                .containsExactly("acme_db", "assigned", "common_db", "explicit_db", "zeta_db");
        polyMongo.database("acme_db").getCollection("things").insertOne(new Document("_id", "by name"));
        assertThat(ids(FIRST, "acme_db")).contains("by name");
        polyMongo.databases().drop("acme_db");
        assertThat(servers.databases(FIRST)).isEmpty();
    }

    @Test
    void aTenantWhoMovesIsFollowed() {
        Map<String, TenantPlacement> directory = new ConcurrentHashMap<>();
        directory.put("acme", new TenantPlacement("acme_db", "gold", true));
        open(directory);
        MongoCollection<Document> things =
                polyMongo.model(Document.class, "things").tenant();
        for (String pool : List.of("gold", "silver", SHARED, "gold")) {
            directory.put("acme", new TenantPlacement("acme_db", pool, true));
            polyMongo.tenants().run("acme", () -> things.insertOne(new Document("pool", pool)));
            polyMongo.pools().close(pool);
        }
        Map.of(FIRST, List.of("gold", "gold"), SECOND, List.of("silver"), SHARED, List.of(SHARED))
                .forEach((server, expected) -> assertThat(servers.raw(server, "acme_db")
                                .getCollection("things")
                                .find()
                                .map(each -> each.getString("pool"))
                                .into(new ArrayList<>()))
                        .as(server)
                        .isEqualTo(expected));
    }

    @Test
    void aPlacementThatCannotBeIsAnError() {
        Map<String, TenantPlacement> directory = Map.of(
                "lost", new TenantPlacement("lost_db", "bronze", true),
                "torn", new TenantPlacement("assigned", "gold", true));
        open(directory);
        MongoCollection<Document> things =
                polyMongo.model(Document.class, "things").tenant();
        assertThatThrownBy(() -> polyMongo.tenants().run("lost", () -> things.countDocuments()))
                .isInstanceOfSatisfying(
                        PolyMongoException.class, e -> assertThat(e.id()).isEqualTo(ErrorId.POOL_UNKNOWN))
                .hasMessage("PMONGO-0208: there is no pool 'bronze'; define it with pools().define(\"bronze\", …) or"
                        + " polymongo.pools.bronze.*, or name one of [gold, silver]");
        assertThatThrownBy(() -> polyMongo.tenants().run("torn", () -> things.countDocuments()))
                .isInstanceOfSatisfying(
                        PolyMongoException.class, e -> assertThat(e.id()).isEqualTo(ErrorId.DATABASE_ELSEWHERE))
                .hasMessage(
                        "PMONGO-0214: the directory of tenants places the database 'assigned' in the pool 'gold', but"
                                + " it is assigned to the pool 'silver'; correct one of the two");
        assertThat(pools.all()).as("nothing was sent anywhere").isEmpty();
    }

    @Test
    void theStoredDirectoryLivesInThePoolOfItsDatabase() {
        polyMongo = PolyMongo.builder(servers.config()
                        .metadataDatabase("meta")
                        .tenantDirectoryCache(Duration.ZERO)
                        .pool("gold", on(FIRST, "meta"))
                        .pool("silver", on(SECOND, "tenant_acme"))
                        .build())
                .collectionSpec(() -> "provisioned")
                .customizer(pools)
                .build();
        MongoCollection<Document> things =
                polyMongo.model(Document.class, "things").tenant();
        for (String tenant : List.of("acme", "zeta")) {
            polyMongo.tenants().provision(tenant);
            polyMongo.tenants().run(tenant, () -> things.insertOne(new Document("_id", tenant)));
        }
        assertThat(servers.databases(FIRST)).containsExactly("meta");
        assertThat(servers.databases(SECOND)).containsExactly("tenant_acme");
        assertThat(servers.databases(SHARED)).containsExactly("tenant_zeta");

        polyMongo.pools().close("gold");
        polyMongo.tenants().suspend("acme");
        assertThatThrownBy(() -> polyMongo.tenants().run("acme", () -> things.countDocuments()))
                .isInstanceOf(SuspendedTenantException.class);
        polyMongo.pools().define("gold", on(FIRST, "meta"));
        polyMongo.tenants().resume("acme");
        polyMongo.disconnect();
        polyMongo.connect();
        assertThat(polyMongo.tenants().ids()).containsExactly("acme", "zeta");
        assertThat(Objects.requireNonNull(servers.raw(FIRST, "meta")
                        .getCollection("tenants")
                        .find(new Document("_id", "acme"))
                        .first()))
                .containsEntry("state", "active");
        assertThat(polyMongo.databases().names()).containsExactly("tenant_acme", "tenant_zeta");
        assertThat(pools.of(SHARED)).noneMatch(each -> each.startsWith("meta."));
    }

    /** One handle for all of them, while a pool gets one client after the other: no call notices. */
    @Test
    void manyTenantsInManyPoolsThroughOneHandle() {
        long seed = System.nanoTime();
        System.out.println("TenantPoolsIT seed " + seed);
        Random random = new Random(seed);
        List<String> names = List.of("gold", "silver", SHARED);
        Map<String, TenantPlacement> directory = new TreeMap<>();
        for (int i = 0; i < 24; i++) {
            String pool = names.get(random.nextInt(names.size()));
            directory.put("t" + i, new TenantPlacement("db_" + i, pool, true));
        }
        open(directory);
        MongoCollection<Document> things =
                polyMongo.model(Document.class, "things").tenant();
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int number = thread;
            long own = random.nextLong();
            writers.add(CompletableFuture.runAsync(
                    () -> write(things, directory, number, new Random(own)),
                    work -> new Thread(work, "writer").start()));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));
        int size = 3;
        do {
            PoolDefinition other = PoolDefinition.builder()
                    .uri(servers.uri(FIRST))
                    .maxSize(size)
                    .build();
            polyMongo.pools().define("gold", other);
            size = 7 - size;
        } while (!all.isDone());
        all.join();

        Map<String, String> homes = Map.of("gold", FIRST, "silver", SECOND, SHARED, SHARED);
        long seen = 0;
        for (Map.Entry<String, TenantPlacement> tenant : directory.entrySet()) {
            String home = homes.get(Objects.requireNonNull(tenant.getValue().pool()));
            List<Document> found = servers.raw(home, tenant.getValue().database())
                    .getCollection("things")
                    .find()
                    .into(new ArrayList<>());
            assertThat(found)
                    .extracting(each -> each.get("tenant"))
                    .as("seed %s: in %s on %s", seed, tenant.getValue().database(), home)
                    .allMatch(tenant.getKey()::equals);
            seen += found.size();
        }
        assertThat(seen).as("seed %s", seed).isEqualTo((long) THREADS * WRITES);
        long there = Set.of(FIRST, SECOND, SHARED).stream()
                .mapToLong(server -> servers.databases(server).size())
                .sum();
        assertThat(there).as("each database on one server").isLessThanOrEqualTo(directory.size());
    }

    private void write(
            MongoCollection<Document> things, Map<String, TenantPlacement> directory, int thread, Random random) {
        List<String> tenants = List.copyOf(directory.keySet());
        for (int i = 0; i < WRITES; i++) {
            String tenant = tenants.get(random.nextInt(tenants.size()));
            Document document = new Document("_id", thread + "-" + i).append("tenant", tenant);
            polyMongo.tenants().run(tenant, () -> {
                if (random.nextInt(4) == 0) {
                    polyMongo.transaction(() -> things.insertOne(new Document(document)));
                } else {
                    things.insertOne(new Document(document));
                }
                assertThat(things.find(new Document("_id", document.get("_id"))).first())
                        .isEqualTo(document);
            });
        }
    }
}
