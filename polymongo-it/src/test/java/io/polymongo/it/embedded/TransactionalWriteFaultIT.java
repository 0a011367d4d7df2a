package io.polymongo.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.polymongo.embedded.EmbeddedMongo;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Retryable writes whose connection closes after their commit, or that fail before it. */
class TransactionalWriteFaultIT {

    private final EmbeddedMongo server = EmbeddedMongo.builder().start();
    private final MongoClient client = MongoClients.create(server.connectionString());
    private final MongoCollection<Document> things = client.getDatabase("shop").getCollection("things");

    @BeforeEach
    void data() {
        things.insertOne(new Document("_id", 0).append("n", 0));
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private void set(Document mode, Document data) {
        client.getDatabase("admin")
                .runCommand(new Document("configureFailPoint", "onPrimaryTransactionalWrite")
                        .append("mode", mode)
                        .append("data", data));
    }

    @Test
    void aWriteWhoseAnswerWasLostIsDoneOnce() {
        set(new Document("times", 1), new Document("closeConnection", true));
        things.updateOne(Filters.eq(0), Updates.inc("n", 1));
        assertThat(things.find().first()).containsEntry("n", 1);

        set(new Document("times", 1), new Document("closeConnection", true));
        things.insertMany(List.of(new Document("_id", 1), new Document("_id", 2)));
        assertThat(things.countDocuments()).isEqualTo(3);
    }

    @Test
    void aWriteThatFailsBeforeItsCommitLeavesNothing() {
        set(
                new Document("times", 1),
                new Document("closeConnection", false).append("failBeforeCommitExceptionCode", 1));
        assertThatThrownBy(() -> things.updateOne(Filters.eq(0), Updates.inc("n", 1)))
                .isInstanceOfSatisfying(
                        MongoWriteException.class,
                        error -> assertThat(error.getCode()).isEqualTo(1));
        assertThat(things.find().first()).containsEntry("n", 0);
        things.updateOne(Filters.eq(0), Updates.inc("n", 1));
        assertThat(things.find().first()).containsEntry("n", 1);
    }

    @Test
    void onceTheConnectionClosesTheRetryIsCarriedOut() {
        set(new Document("times", 1), new Document("closeConnection", true).append("failBeforeCommitExceptionCode", 1));
        things.updateOne(Filters.eq(0), Updates.inc("n", 1));
        assertThat(things.find().first()).containsEntry("n", 1);
    }
}
