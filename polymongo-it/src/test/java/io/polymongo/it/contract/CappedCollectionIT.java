package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.CursorType;
import com.mongodb.MongoException;
import com.mongodb.MongoQueryException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.Filters;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Capped collections and the cursors that follow them, as the driver sees them. */
@OnServer
class CappedCollectionIT {

    private MongoDatabase database;
    private MongoCollection<Document> log;

    @BeforeEach
    void start(TestDatabases databases) {
        database = databases.raw().getDatabase(databases.name("a"));
        database.createCollection(
                "log",
                new CreateCollectionOptions().capped(true).sizeInBytes(100_000).maxDocuments(3));
        log = database.getCollection("log");
        log.insertMany(List.of(new Document("_id", 1), new Document("_id", 2)));
    }

    @Test
    void theOldestGo() {
        log.insertMany(List.of(new Document("_id", 3), new Document("_id", 4)));
        assertThat(log.find()).extracting(each -> each.get("_id")).containsExactly(2, 3, 4);
        log.deleteOne(Filters.eq(3));
        assertThat(log.find()).extracting(each -> each.get("_id")).containsExactly(2, 4);
    }

    @Test
    void aCursorFollowsIt() {
        try (MongoCursor<Document> cursor = log.find()
                .cursorType(CursorType.TailableAwait)
                .maxAwaitTime(20, TimeUnit.SECONDS)
                .cursor()) {
            assertThat(cursor.next()).containsEntry("_id", 1);
            assertThat(cursor.next()).containsEntry("_id", 2);
            log.insertOne(new Document("_id", 3));
            assertThat(cursor.next()).containsEntry("_id", 3);
        }
    }

    @Test
    void aCursorThatDoesNotWaitComesBackWithNothing() {
        try (MongoCursor<Document> cursor =
                log.find().cursorType(CursorType.Tailable).cursor()) {
            assertThat(cursor.tryNext()).containsEntry("_id", 1);
            assertThat(cursor.tryNext()).containsEntry("_id", 2);
            assertThat(cursor.tryNext()).isNull();
            log.insertOne(new Document("_id", 3));
            assertThat(cursor.tryNext()).containsEntry("_id", 3);
        }
    }

    @Test
    void aCursorThatFallsBehindHasLostItsPlace() {
        try (MongoCursor<Document> cursor =
                log.find().cursorType(CursorType.Tailable).batchSize(1).cursor()) {
            assertThat(cursor.next()).containsEntry("_id", 1);
            log.insertMany(List.of(new Document("_id", 3), new Document("_id", 4)));
            assertThatThrownBy(cursor::tryNext)
                    .isInstanceOfSatisfying(
                            MongoException.class,
                            error -> assertThat(error.getCode()).isEqualTo(136));
        }
    }

    @Test
    void noOtherCollectionCanBeFollowed() {
        MongoCollection<Document> plain = database.getCollection("plain");
        plain.insertOne(new Document("_id", 1));
        assertThatThrownBy(() -> plain.find().cursorType(CursorType.Tailable).first())
                .isInstanceOfSatisfying(
                        MongoQueryException.class,
                        error -> assertThat(error.getCode()).isEqualTo(2));
    }
}
