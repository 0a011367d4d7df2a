package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Field;
import com.mongodb.client.model.Filters;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ends a change stream, and what it leaves out, as the driver sees it. */
@OnServer
class ChangeStreamErrorsIT {

    private TestDatabases databases;
    private MongoDatabase database;
    private MongoCollection<Document> things;

    @BeforeEach
    void start(TestDatabases databases) {
        this.databases = databases;
        database = databases.raw().getDatabase(databases.name("a"));
        things = database.getCollection("things");
    }

    private static void endsForGood(int code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(MongoException.class, error -> {
            assertThat(error.getCode()).isEqualTo(code);
            assertThat(error.getErrorLabels()).containsExactly("NonResumableChangeStreamError");
        });
    }

    private static void fails(int code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MongoException.class,
                        error -> assertThat(error.getCode()).isEqualTo(code));
    }

    private BsonDocument tokenOfAnInsert(int id) {
        try (var cursor = things.watch().cursor()) {
            things.insertOne(new Document("_id", id));
            return cursor.next().getResumeToken();
        }
    }

    @Test
    void anAbsentTokenIsMissedWhenALaterEventComes() {
        BsonDocument token = tokenOfAnInsert(1);
        var withoutIt = List.of(Aggregates.match(Filters.gt("documentKey._id", 1)));
        try (var cursor = things.watch(withoutIt).resumeAfter(token).cursor()) {
            assertThat(cursor.tryNext()).isNull();
            things.insertOne(new Document("_id", 2));
            endsForGood(280, cursor::next);
        }
        var withIt = List.of(Aggregates.match(Filters.gt("documentKey._id", 0)));
        try (var cursor = things.watch(withIt).resumeAfter(token).cursor()) {
            assertThat(cursor.next().getDocumentKey()).isEqualTo(BsonDocument.parse("{_id: 2}"));
        }
    }

    @Test
    void aPipelineMayNotChangeTheToken() {
        try (var cursor =
                things.watch(List.of(Aggregates.set(new Field<>("_id", 1)))).cursor()) {
            things.insertOne(new Document("_id", 1));
            endsForGood(280, cursor::next);
        }
        try (var cursor = things.watch(List.of(Aggregates.set(new Field<>("more", 1))), BsonDocument.class)
                .cursor()) {
            things.insertOne(new Document("_id", 2));
            assertThat(cursor.next().getDocumentKey()).isEqualTo(BsonDocument.parse("{_id: 2}"));
        }
    }

    @Test
    void noneIsOpenedInATransaction() {
        things.insertOne(new Document("_id", 1));
        try (ClientSession session = databases.raw().startSession()) {
            session.startTransaction();
            things.find(session).first();
            fails(263, () -> things.watch(session).cursor());
            session.abortTransaction();
            things.watch(session).cursor().close();
        }
    }

    @Test
    void theClustersStreamLeavesOutAdmin() {
        MongoCollection<Document> internal =
                databases.raw().getDatabase("admin").getCollection(databases.name("internal"));
        try (var cursor = databases.raw().watch().cursor()) {
            internal.insertOne(new Document("_id", 1));
            things.insertOne(new Document("_id", 2));
            assertThat(cursor.next().getFullDocument()).isEqualTo(new Document("_id", 2));
        } finally {
            internal.drop();
        }
    }

    @Test
    void aDatabasesStreamLeavesOutWhatTheServerKeepsThere() {
        things.insertOne(new Document("_id", 1));
        try (var cursor = database.watch().cursor()) {
            database.createView("seen", "things", List.of());
            things.insertOne(new Document("_id", 2));
            assertThat(cursor.next().getFullDocument()).isEqualTo(new Document("_id", 2));
        }
    }
}
