package io.polymongo.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Commands that wait hold up nobody else, however many there are: each of the server's few network threads serves some
 * of the connections that wait here, and some of those that must not.
 */
@Timeout(60)
class WaitingCommandsTest {

    private static final int CONNECTIONS = 12;

    private final EmbeddedMongo server = EmbeddedMongo.builder().members(3).start();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final MongoClient waiting = MongoClients.create(server.connectionString());
    private final MongoCollection<Document> documents = waiting.getDatabase("d").getCollection("c");

    @BeforeEach
    void fill() {
        documents.insertOne(new Document("_id", 0));
    }

    @AfterEach
    void end() {
        waiting.close();
        server.close();
        callers.shutdownNow();
    }

    private List<Future<Boolean>> insert(Document document) {
        return insert(documents, document);
    }

    private List<Future<Boolean>> insert(MongoCollection<Document> into, Document document) {
        List<Future<Boolean>> outcomes = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            outcomes.add(
                    callers.submit(() -> into.insertOne(new Document(document)).wasAcknowledged()));
        }
        return outcomes;
    }

    /** With connections of their own, so that each begins with a hello. */
    private void assertOthersAreServed() throws Exception {
        try (MongoClient client = MongoClients.create(server.connectionString())) {
            MongoCollection<Document> other = client.getDatabase("d").getCollection("c");
            List<Future<Document>> answers = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                answers.add(callers.submit(() -> {
                    client.getDatabase("admin").runCommand(new Document("hello", 1));
                    return other.find(Filters.eq(0)).first();
                }));
            }
            for (Future<Document> answer : answers) {
                assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(new Document("_id", 0));
            }
        }
    }

    /** Until all of them wait, on threads of their own. */
    private static void awaitAllIn(String method) {
        await().until(
                        () -> Thread.getAllStackTraces().entrySet().stream()
                                .filter(thread -> thread.getKey().getName().startsWith("embedded-mongo-command"))
                                .filter(thread -> Stream.of(thread.getValue())
                                        .anyMatch(frame -> frame.getMethodName().equals(method)))
                                .count(),
                        waiting -> waiting >= CONNECTIONS);
    }

    /** A client can open no connections to a server that is paused. */
    private void connect() {
        try (ClientSession session = waiting.startSession()) {
            session.startTransaction();
            documents.insertOne(session, new Document("_id", 1));
            insert(new Document("_id", 1));
            awaitAllIn("awaitRelease");
            session.commitTransaction();
        }
    }

    @Test
    void aTransactionThatHoldsADocument() throws Exception {
        try (ClientSession session = waiting.startSession()) {
            session.startTransaction();
            documents.insertOne(session, new Document("_id", 1));
            List<Future<Boolean>> inserts = insert(new Document("_id", 1));
            awaitAllIn("awaitRelease");

            assertOthersAreServed();

            assertThat(inserts).noneMatch(Future::isDone);
            session.commitTransaction();
            for (Future<Boolean> insert : inserts) {
                assertThat(insert)
                        .failsWithin(20, TimeUnit.SECONDS)
                        .withThrowableThat()
                        .withMessageContaining("E" + ErrorCode.DUPLICATE_KEY.code());
            }
        }
    }

    @Test
    void aFailPointThatBlocks() throws Exception {
        waiting.getDatabase("admin")
                .runCommand(new Document("configureFailPoint", "failCommand")
                        .append("mode", "alwaysOn")
                        .append(
                                "data",
                                new Document("failCommands", List.of("insert"))
                                        .append("blockConnection", true)
                                        .append("blockTimeMS", 3_600_000)));
        List<Future<Boolean>> inserts = insert(new Document());
        awaitAllIn("block");

        assertOthersAreServed();

        assertThat(inserts).noneMatch(Future::isDone);
    }

    @Test
    void aMemberThatIsWaitedFor() throws Exception {
        int secondary = (server.primary().orElseThrow() + 1) % 3;
        server.kill(secondary);
        List<Future<Boolean>> inserts = insert(documents.withWriteConcern(new WriteConcern(3)), new Document());
        awaitAllIn("awaitUp");

        assertOthersAreServed();

        assertThat(inserts).noneMatch(Future::isDone);
        server.restart(secondary);
        for (Future<Boolean> insert : inserts) {
            assertThat(insert).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(true);
        }
    }

    /** Elections are timed by the network's threads: while these wait there is none. */
    @Test
    void aServerThatIsPaused() throws Exception {
        connect();
        server.pause();
        List<Future<Boolean>> inserts = insert(new Document());
        awaitAllIn("awaitOpen");

        for (int i = 0; i < 4; i++) {
            server.stepDown();
            assertThat(server.primary()).isEmpty();
            await().until(() -> server.primary().isPresent());
        }

        assertThat(inserts).noneMatch(Future::isDone);
        server.resume();
        for (Future<Boolean> insert : inserts) {
            assertThat(insert).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(true);
        }
    }
}
