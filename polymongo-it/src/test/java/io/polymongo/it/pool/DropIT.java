package io.polymongo.it.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import io.polymongo.ErrorId;
import io.polymongo.InvalidNameException;
import io.polymongo.NotConnectedException;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoException;
import io.polymongo.PoolDefinition;
import io.polymongo.TransactionException;
import io.polymongo.internal.assembly.PolyMongoAssembly;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database is dropped when nobody works on it any more. */
class DropIT extends OnThreeServers {

    private static final String DATABASE = "doomed";

    private final Offset ticker = new Offset();
    private PolyMongo polyMongo;
    private MongoCollection<Document> things;

    @BeforeEach
    void open() {
        polyMongo = new PolyMongoAssembly(servers.config()
                        .metadataDatabase("meta")
                        .pool(
                                "gold",
                                PoolDefinition.builder()
                                        .uri(servers.uri(FIRST) + "&appName=drop")
                                        .databases(Set.of(DATABASE, "other"))
                                        .build())
                        .build())
                .ticker(ticker)
                .build();
        things = polyMongo.database(DATABASE).getCollection("things");
        for (int i = 0; i < 10; i++) {
            things.insertOne(new Document("_id", i));
        }
    }

    @AfterEach
    void close() {
        polyMongo.close();
    }

    private CompletableFuture<Void> drop() {
        return CompletableFuture.runAsync(
                () -> polyMongo.databases().drop(DATABASE), work -> new Thread(work, "dropper").start());
    }

    private void awaitRefusal() {
        await().until(() -> {
            try {
                things.countDocuments();
                return false;
            } catch (NotConnectedException e) {
                assertThat(e)
                        .hasMessage("PMONGO-0211: the database 'doomed' is being dropped; use it again when"
                                + " Databases.drop has returned");
                return e.id() == ErrorId.DATABASE_DROPPING;
            }
        });
    }

    private void assertDropped() {
        assertThat(servers.databases(FIRST)).doesNotContain(DATABASE);
        things.insertOne(new Document("_id", "again"));
        assertThat(servers.raw(FIRST, DATABASE).getCollection("things").find().first())
                .isEqualTo(new Document("_id", "again"));
    }

    @Test
    void waitsForACallThatTheServerHoldsUp() {
        servers.client(FIRST)
                .getDatabase("admin")
                .runCommand(
                        BsonDocument.parse("{configureFailPoint: 'failCommand', mode: {times: 1}, data: {failCommands:"
                                + " ['find'], appName: 'drop', blockConnection: true, blockTimeMS: 2000}}"));
        CompletableFuture<Document> call =
                CompletableFuture.supplyAsync(() -> things.find().first(), work -> new Thread(work, "held").start());
        await().until(() -> leases() == 1 || call.isDone());
        CompletableFuture<Void> drop = drop();
        assertThat(call.join()).isEqualTo(new Document("_id", 0));
        drop.join();
        assertDropped();
    }

    private long leases() {
        return polyMongo.stats().databases().stream()
                .filter(each -> each.name().equals(DATABASE))
                .mapToLong(each -> each.leases())
                .sum();
    }

    @Test
    void refusesNewWorkWhileItWaitsForACall() {
        try (HeldCall held = HeldCall.in(polyMongo, DATABASE)) {
            CompletableFuture<Void> drop = drop();
            awaitRefusal();
            assertThatThrownBy(() -> polyMongo.databases().drop(DATABASE))
                    .as("a second time")
                    .isInstanceOf(NotConnectedException.class)
                    .hasMessageStartingWith("PMONGO-0211: ");
            polyMongo.database("other").getCollection("things").insertOne(new Document());
            assertThat(drop).isNotDone();
            assertThat(held.end()).hasSize(10);
            drop.join();
        }
        assertDropped();
    }

    @Test
    void waitsForACursorOfSeveralBatches() {
        CompletableFuture<Void> drop;
        List<Object> read = new ArrayList<>();
        try (MongoCursor<Document> cursor = things.find().batchSize(2).cursor()) {
            read.add(cursor.next().get("_id"));
            drop = drop();
            awaitRefusal();
            while (cursor.hasNext()) {
                read.add(cursor.next().get("_id"));
            }
        }
        assertThat(read).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        drop.join();
        assertDropped();
    }

    @ParameterizedTest
    @ValueSource(strings = {DATABASE, "other"})
    void waitsForATransactionWhichGoesOn(String first) {
        AtomicReference<CompletableFuture<Void>> drop = new AtomicReference<>();
        MongoCollection<Document> others = polyMongo.database("other").getCollection("things");
        others.insertOne(new Document("_id", "there"));
        polyMongo.transaction(() -> {
            polyMongo.database(first).getCollection("things").countDocuments();
            things.insertOne(new Document("_id", "before"));
            drop.set(drop());
            CompletableFuture.runAsync(this::awaitRefusal, work -> new Thread(work, "asker").start())
                    .join();
            things.insertOne(new Document("_id", "after"));
            others.insertOne(new Document("_id", "after"));
            assertThat(drop.get()).isNotDone();
            return true;
        });
        drop.get().join();
        assertDropped();
        assertThat(others.countDocuments()).isEqualTo(2);
    }

    @Test
    void givesUpAndLeavesAllAsItWas() {
        try (HeldCall held = HeldCall.in(polyMongo, DATABASE)) {
            CompletableFuture<Void> drop = drop();
            awaitRefusal();
            ticker.advance(Duration.ofMinutes(3));
            assertThatThrownBy(drop::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            PolyMongoException.class, e -> assertThat(e.id()).isEqualTo(ErrorId.DATABASE_IN_USE))
                    .hasMessage(
                            "PMONGO-0210: the database 'doomed' was not dropped: after PT2M there were still 1 leases"
                                    + " out on it (calls, transactions, open cursors); end them, or give"
                                    + " polymongo.close-timeout more time");
            assertThat(things.countDocuments()).isEqualTo(10);
            things.insertOne(new Document("_id", "new"));
            assertThat(held.end()).hasSize(11);
        }
        polyMongo.databases().drop(DATABASE);
        assertDropped();
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "config", "local", "Admin", "meta"})
    void protectsWhatIsNotTheApplications(String name) {
        servers.raw(SHARED, "meta").getCollection("tenants").insertOne(new Document());
        assertThatThrownBy(() -> polyMongo.databases().drop(name))
                .isInstanceOfSatisfying(
                        PolyMongoException.class, e -> assertThat(e.id()).isEqualTo(ErrorId.DATABASE_PROTECTED))
                .hasMessage("PMONGO-0209: the database '" + name + "' belongs to the server or to PolyMongo, and is not"
                        + " dropped here; name one of the application's");
        assertThat(servers.databases(SHARED)).contains("meta");
    }

    @Test
    void refusesANameThatIsNone() {
        assertThatThrownBy(() -> polyMongo.databases().drop("a/b"))
                .isInstanceOf(InvalidNameException.class)
                .hasMessage(
                        "PMONGO-0201: 'a/b' is not a database name: none of / \\ . \" $ * < > : | ? space and NUL may"
                                + " be in it");
    }

    @Test
    void doesNotRunInATransaction() {
        assertThatThrownBy(() -> polyMongo.transaction(() -> {
                    polyMongo.databases().drop(DATABASE);
                    return true;
                }))
                .isInstanceOf(TransactionException.class)
                .hasMessage(
                        "PMONGO-0505: Databases.drop does not run in a transaction; call it before or after, or in a"
                                + " method with TxType.NOT_SUPPORTED");
        assertThat(things.countDocuments()).isEqualTo(10);
    }

    @Test
    void whatDoesNotExistIsNoError() {
        polyMongo.databases().drop("nobody-s");
        assertThat(Objects.requireNonNull(things.find().first())).isNotEmpty();
    }

    /** A server that refuses the command leaves the database as it was. */
    @Test
    void afterTheServersRefusalAllWorksAsBefore() {
        polyMongo.databases().ping(DATABASE);
        servers.server(FIRST).failNext("dropDatabase", 13);
        assertThatThrownBy(() -> polyMongo.databases().drop(DATABASE)).hasMessageContaining("13");
        assertThat(things.countDocuments()).isEqualTo(10);
    }
}
