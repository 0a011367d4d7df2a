package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.OperationType;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Change streams, as the driver sees them. */
@OnServer
class ChangeStreamIT {

    private TestDatabases databases;
    private MongoCollection<Document> things;

    @BeforeEach
    void start(TestDatabases databases) {
        this.databases = databases;
        things = databases.raw().getDatabase(databases.name("a")).getCollection("things");
    }

    @Test
    void everyChangeInItsOrder() {
        try (var cursor =
                things.watch().fullDocument(FullDocument.UPDATE_LOOKUP).cursor()) {
            things.insertOne(new Document("_id", 1));
            things.updateOne(Filters.eq(1), Updates.set("n", 1));
            things.deleteOne(Filters.eq(1));

            assertThat(cursor.next().getOperationType()).isEqualTo(OperationType.INSERT);
            ChangeStreamDocument<Document> update = cursor.next();
            assertThat(update.getOperationType()).isEqualTo(OperationType.UPDATE);
            assertThat(update.getUpdateDescription().getUpdatedFields()).isEqualTo(BsonDocument.parse("{n: 1}"));
            assertThat(cursor.next().getOperationType()).isEqualTo(OperationType.DELETE);
        }
    }

    @Test
    void aTransactionIsSeenAtItsCommitWithOneTime() {
        things.insertOne(new Document("_id", 0));
        try (var cursor =
                        databases.raw().getDatabase(databases.name("a")).watch().cursor();
                ClientSession session = databases.raw().startSession()) {
            session.startTransaction();
            things.insertOne(session, new Document("_id", 1));
            things.insertOne(session, new Document("_id", 2));
            assertThat(cursor.tryNext()).isNull();
            session.commitTransaction();

            ChangeStreamDocument<Document> first = cursor.next();
            ChangeStreamDocument<Document> second = cursor.next();
            assertThat(first.getClusterTime()).isEqualTo(second.getClusterTime());
            assertThat(first.getTxnNumber()).isNotNull();
        }
    }

    @Test
    void resumedAfterAToken() {
        BsonDocument token;
        try (MongoChangeStreamCursor<ChangeStreamDocument<Document>> cursor =
                things.watch().cursor()) {
            things.insertOne(new Document("_id", 1));
            things.insertOne(new Document("_id", 2));
            token = cursor.next().getResumeToken();
        }
        try (var cursor = things.watch().resumeAfter(token).cursor()) {
            assertThat(cursor.next().getDocumentKey()).isEqualTo(BsonDocument.parse("{_id: 2}"));
            assertThat(cursor.tryNext()).isNull();
        }
    }

    @Test
    void droppingTheCollectionEndsTheStream() {
        things.insertOne(new Document("_id", 1));
        try (var cursor = things.watch().cursor()) {
            things.drop();
            assertThat(cursor.next().getOperationType()).isEqualTo(OperationType.DROP);
            assertThat(cursor.next().getOperationType()).isEqualTo(OperationType.INVALIDATE);
            assertThat(cursor.getServerCursor()).isNull();
        }
    }
}
