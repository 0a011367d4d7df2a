package io.polymongo.it.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import io.polymongo.ErrorId;
import io.polymongo.NotConnectedException;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoConfig;
import io.polymongo.PoolDefinition;
import io.polymongo.TenantDirectory;
import io.polymongo.TenantPlacement;
import io.polymongo.internal.assembly.PolyMongoAssembly;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A database that moves from pool to pool: what is in progress ends where it began, all else goes the new way. */
class MovedDatabasesIT extends OnThreeServers {

    private static final String DATABASE = "moving";

    private final Offset ticker = new Offset();
    private PolyMongo polyMongo;
    private MongoCollection<Document> things;

    private void open(PolyMongoConfig config) {
        polyMongo = new PolyMongoAssembly(config).ticker(ticker).build();
        things = polyMongo.database(DATABASE).getCollection("things");
    }

    private void openTwoPools() {
        open(servers.config()
                .pool("gold", on(FIRST, DATABASE))
                .pool("silver", on(SECOND))
                .build());
    }

    private static PoolDefinition on(String server, String... databases) {
        return PoolDefinition.builder()
                .uri(servers.uri(server))
                .databases(Set.of(databases))
                .build();
    }

    @AfterEach
    void close() {
        polyMongo.close();
    }

    private static void seed(String server, int documents) {
        for (int i = 0; i < documents; i++) {
            raw(server).insertOne(new Document("_id", server + i));
        }
    }

    private static MongoCollection<Document> raw(String server) {
        return servers.raw(server, DATABASE).getCollection("things");
    }

    private static List<String> stored(String server) {
        return raw(server).find().map(each -> each.getString("_id")).into(new ArrayList<>());
    }

    private static CompletableFuture<Void> async(Runnable work) {
        return CompletableFuture.runAsync(work, task -> new Thread(task, "mover").start());
    }

    private void assertReads(String server) {
        assertThat(things.find().first()).isEqualTo(new Document("_id", server + 0));
    }

    private void awaitReads(String server) {
        await().untilAsserted(() -> assertReads(server));
    }

    @Test
    void whatIsInProgressEndsWhereItBeganAndIsWaitedFor() {
        openTwoPools();
        seed(FIRST, 1);
        seed(SECOND, 1);
        try (HeldCall held = HeldCall.in(polyMongo, DATABASE)) {
            CompletableFuture<Void> move = async(() -> polyMongo.pools().assign("silver", List.of(DATABASE)));
            awaitReads(SECOND);
            assertThat(move).isNotDone();
            assertThat(held.end()).extracting("_id").containsExactly(FIRST + 0);
            move.join();
        }
        polyMongo.pools().assign("shared", List.of(DATABASE));
        assertThat(things.countDocuments()).isZero();
        polyMongo.pools().assign("gold", List.of(DATABASE));
        assertReads(FIRST);
    }

    /** Who gives up waiting leaves what is in progress alone, and says so. */
    @Test
    void theMoveIsMadeAlsoWhereWhatIsInProgressDoesNotEnd() {
        openTwoPools();
        seed(FIRST, 1);
        seed(SECOND, 1);
        try (HeldCall held = HeldCall.in(polyMongo, DATABASE)) {
            CompletableFuture<Void> move = async(() -> polyMongo.pools().assign("silver", List.of(DATABASE)));
            awaitReads(SECOND);
            ticker.advance(Duration.ofMinutes(3));
            move.join();
            assertThat(held.end()).extracting("_id").containsExactly(FIRST + 0);
        }
    }

    @Test
    void aPoolThatClosesWaitsAlsoForADatabaseThatHasLeftIt() {
        openTwoPools();
        seed(FIRST, 1);
        seed(SECOND, 1);
        try (HeldCall held = HeldCall.in(polyMongo, DATABASE)) {
            CompletableFuture<Void> move = async(() -> polyMongo.pools().assign("silver", List.of(DATABASE)));
            awaitReads(SECOND);
            CompletableFuture<Void> closing = async(() -> polyMongo.pools().close("gold"));
            awaitRefusal("gold");
            assertThat(closing).isNotDone();
            assertThat(held.end()).extracting("_id").containsExactly(FIRST + 0);
            move.join();
            closing.join();
        }
    }

    private void awaitRefusal(String pool) {
        await().until(() -> {
            try {
                polyMongo.pools().connect(pool);
                return false;
            } catch (NotConnectedException e) {
                return e.id() == ErrorId.POOL_CLOSING;
            }
        });
    }

    /** What is cut off says so in our words, also where its database has moved. */
    @Test
    void aCursorOnAFormerPoolThatClosesIsCutOff() {
        openTwoPools();
        seed(FIRST, 10);
        try (MongoCursor<Document> cursor = things.find().batchSize(2).cursor()) {
            cursor.next();
            CompletableFuture<Void> move = async(() -> polyMongo.pools().assign("silver", List.of(DATABASE)));
            await().until(() -> things.find().first() == null);
            ticker.advance(Duration.ofMinutes(3));
            move.join();
            CompletableFuture<Void> closing = async(() -> polyMongo.pools().close("gold"));
            awaitRefusal("gold");
            ticker.advance(Duration.ofMinutes(3));
            closing.join();
            assertThatThrownBy(() -> {
                        while (cursor.hasNext()) {
                            cursor.next();
                        }
                    })
                    .isInstanceOfSatisfying(
                            NotConnectedException.class, e -> assertThat(e.id()).isEqualTo(ErrorId.WORK_CUT_OFF))
                    .hasMessage("PMONGO-0213: the pool 'gold' was closed before this had ended; do the whole again, or"
                            + " give polymongo.close-timeout more time");
        }
    }

    @Test
    void aTransactionInProgressStaysWhereItBegan() {
        openTwoPools();
        AtomicReference<CompletableFuture<Void>> move = new AtomicReference<>();
        polyMongo.transaction(() -> {
            things.insertOne(new Document("_id", "before"));
            move.set(async(() -> polyMongo.pools().assign("silver", List.of(DATABASE))));
            async(() -> awaitReadsNothing()).join();
            things.insertOne(new Document("_id", "after"));
            return true;
        });
        move.get().join();
        assertThat(stored(FIRST)).containsExactlyInAnyOrder("before", "after");
        assertThat(stored(SECOND)).containsExactly("outside");
    }

    /** On the new server there is what was written outside alone. */
    private void awaitReadsNothing() {
        raw(SECOND).insertOne(new Document("_id", "outside"));
        await().until(() -> things.find().first() != null);
    }

    /** A pool that is redefined, and gets another database by the same stroke: that one was never on its former server. */
    @Test
    void aDatabaseThatComesWithARedefinitionNeverReachesTheFormerServer() {
        open(servers.config().pool("gold", on(FIRST)).build());
        seed(SHARED, 1);
        seed(FIRST, 1);
        seed(SECOND, 1);
        polyMongo.pools().connect("gold");
        try (HeldCall held = HeldCall.in(polyMongo, DATABASE)) {
            CompletableFuture<Void> redefined = async(() -> polyMongo.pools().define("gold", on(SECOND, DATABASE)));
            List<Object> seen = new ArrayList<>();
            await().until(() -> {
                Object id = things.find().first().get("_id");
                seen.add(id);
                return !id.equals(SHARED + 0);
            });
            assertThat(seen).doesNotContain(FIRST + 0);
            assertReads(SECOND);
            assertThat(redefined).isNotDone();
            assertThat(held.end()).extracting("_id").containsExactly(SHARED + 0);
            redefined.join();
        }
    }

    /** A database is in one pool: who reaches it by name goes where the directory has placed it. */
    @Test
    void anExplicitHandleFollowsTheDirectory() {
        AtomicReference<String> place = new AtomicReference<>("gold");
        TenantDirectory directory = tenant -> Optional.of(new TenantPlacement(DATABASE, place.get(), true));
        polyMongo = new PolyMongoAssembly(servers.config()
                        .tenantDirectoryCache(Duration.ofSeconds(5))
                        .pool("gold", on(FIRST))
                        .pool("silver", on(SECOND))
                        .build())
                .ticker(ticker)
                .directory(directory)
                .build();
        things = polyMongo.database(DATABASE).getCollection("things");
        MongoCollection<Document> ofTenant =
                polyMongo.model(Document.class, "things").tenant();
        seed(SHARED, 1);
        seed(FIRST, 1);
        seed(SECOND, 1);

        // Before anybody has asked the directory, nothing says that it is not in the shared pool.
        assertReads(SHARED);
        polyMongo
                .tenants()
                .run("acme", () -> assertThat(ofTenant.find().first()).isEqualTo(new Document("_id", FIRST + 0)));
        assertReads(FIRST);

        place.set("silver");
        ticker.advance(Duration.ofSeconds(6));
        polyMongo
                .tenants()
                .run("acme", () -> assertThat(ofTenant.find().first()).isEqualTo(new Document("_id", SECOND + 0)));
        assertReads(SECOND);
    }

    @Test
    void theStoredDirectoryMovesWithItsDatabase() {
        polyMongo = PolyMongo.create(servers.config()
                .metadataDatabase("meta")
                .tenantDirectoryCache(Duration.ZERO)
                .pool("gold", on(FIRST, "meta"))
                .pool("silver", on(SECOND))
                .build());
        polyMongo.tenants().provision("acme");
        assertThat(servers.databases(FIRST)).containsExactly("meta");
        Document stored =
                servers.raw(FIRST, "meta").getCollection("tenants").find().first();
        servers.raw(SECOND, "meta").getCollection("tenants").insertOne(stored.append("_id", "other"));

        polyMongo.pools().assign("silver", List.of("meta"));
        polyMongo.pools().close("gold");
        assertThat(polyMongo.tenants().ids()).containsExactly("other");
        assertThat(servers.databases(SHARED)).isEmpty();
    }
}
