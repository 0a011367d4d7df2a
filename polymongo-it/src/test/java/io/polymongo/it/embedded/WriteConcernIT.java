package io.polymongo.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.TransactionOptions;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.server.LeakCheck;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Writes that more members shall have than are up. */
@ExtendWith(LeakCheck.class)
@Timeout(120)
class WriteConcernIT {

    private static final WriteConcern ALL_SOON = new WriteConcern(3, 1);

    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private EmbeddedMongo server;
    private MongoClient client;
    private MongoCollection<Document> things;

    @BeforeEach
    void start() {
        server = Sets.three();
        client = Sets.client(server);
        things = Sets.things(client);
        things.insertOne(new Document("_id", 0));
    }

    @AfterEach
    void end() {
        client.close();
        server.close();
        threads.shutdownNow();
    }

    @Test
    void theTimeIsOverAndTheWriteIsDone() {
        server.kill(2);

        assertThatThrownBy(() -> things.withWriteConcern(ALL_SOON).insertOne(new Document("_id", 1)))
                .isInstanceOfSatisfying(MongoWriteConcernException.class, error -> {
                    assertThat(error.getCode()).isEqualTo(64);
                    assertThat(error.getWriteConcernError().getCodeName()).isEqualTo("WriteConcernFailed");
                    assertThat(error.getWriteConcernError().getMessage())
                            .isEqualTo("waiting for replication timed out");
                    assertThat(error.getWriteConcernError().getDetails())
                            .isEqualTo(BsonDocument.parse("{wtimeout: true, writeConcern: {w: 3, wtimeout: 1,"
                                    + " provenance: 'clientSupplied'}}"));
                    assertThat(error.hasErrorLabel("RetryableWriteError")).isFalse();
                });
        assertThat(has(1)).isTrue();
    }

    @Test
    void whoeverIsUpHasItAtOnce() {
        things.withWriteConcern(ALL_SOON).insertOne(new Document("_id", 1));
        server.kill(2);
        things.withWriteConcern(new WriteConcern(2)).insertOne(new Document("_id", 2));
        things.withWriteConcern(WriteConcern.MAJORITY).insertOne(new Document("_id", 3));
        server.restart(2);
        things.withWriteConcern(ALL_SOON).insertOne(new Document("_id", 4));
        assertThat(things.countDocuments()).isEqualTo(5);
    }

    @Test
    void moreMembersThanThereAreIsAnotherError() {
        assertThatThrownBy(() -> things.withWriteConcern(new WriteConcern(4)).insertOne(new Document("_id", 1)))
                .isInstanceOfSatisfying(
                        MongoWriteConcernException.class,
                        error -> assertThat(error.getCode()).isEqualTo(100));
    }

    @Test
    void withoutATimeItWaitsForTheMember() throws Exception {
        server.kill(2);
        Future<Document> write = inserted(1, "{w: 3}", "");

        assertThat(things.countDocuments()).isEqualTo(2);
        assertThat(write).isNotDone();
        server.restart(2);

        assertThat(write.get(30, TimeUnit.SECONDS)).doesNotContainKey("writeConcernError");
    }

    @Test
    void aStepDownEndsIt() throws Exception {
        server.kill(2);
        Future<Document> write = inserted(1, "{w: 3, wtimeout: 600000}", "");

        server.stepDown();

        Document reply = write.get(30, TimeUnit.SECONDS);
        assertThat(reply).containsEntry("ok", 1.0).containsEntry("n", 1);
        assertThat(errorOf(reply)).containsEntry("code", 11602);
        assertThat(reply).containsKey("topologyVersion");
        await().until(() -> has(1));
    }

    @Test
    void theEndOfTheServerEndsIt() {
        server.kill(2);
        Future<Document> write = inserted(1, "{w: 3}", "");

        server.close();

        await().until(write::isDone);
    }

    @Test
    void theTimeOfTheCommandCountsToo() throws Exception {
        server.kill(2);

        Document reply =
                inserted(1, "{w: 3, wtimeout: 600000}", ", maxTimeMS: 1").get(30, TimeUnit.SECONDS);

        assertThat(errorOf(reply)).containsEntry("code", 50).containsEntry("codeName", "MaxTimeMSExpired");
        assertThat(errorOf(reply).get("errInfo", Document.class)).doesNotContainKey("wtimeout");
    }

    @Test
    void aCommitIsNotSureOfItself() {
        server.kill(2);
        try (ClientSession session = client.startSession()) {
            session.startTransaction(
                    TransactionOptions.builder().writeConcern(ALL_SOON).build());
            things.insertOne(session, new Document("_id", 1));

            assertThatThrownBy(session::commitTransaction).isInstanceOfSatisfying(MongoException.class, error -> {
                assertThat(error.getCode()).isEqualTo(64);
                assertThat(error.hasErrorLabel(MongoException.UNKNOWN_TRANSACTION_COMMIT_RESULT_LABEL))
                        .isTrue();
            });
            assertThat(has(1)).isTrue();
            server.restart(2);
            session.commitTransaction();
        }
    }

    private boolean has(int id) {
        return things.find(Filters.eq(id)).first() != null;
    }

    /** Inserts on another thread; returns when the write is done, whoever has it. */
    private Future<Document> inserted(int id, String concern, String more) {
        Document command = Document.parse(
                "{insert: 'things', documents: [{_id: %d}], writeConcern: %s%s}".formatted(id, concern, more));
        Future<Document> write =
                threads.submit(() -> client.getDatabase("stress").runCommand(command));
        await().until(() -> has(id));
        return write;
    }

    private static Document errorOf(Document reply) {
        return reply.get("writeConcernError", Document.class);
    }
}
