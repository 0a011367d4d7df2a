package io.polymongo.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ChangeStreamPreAndPostImagesOptions;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.FullDocumentBeforeChange;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.contract.Raw;
import io.polymongo.it.server.LeakCheck;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What has lived too long: transactions, sessions that were ended, snapshots, images, and places in the log of changes. */
@ExtendWith(LeakCheck.class)
@Timeout(120)
class ExpiredIT {

    private static final String TRANSIENT = MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL;
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final int FEW = 10;

    private static void fails(int code, String label, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(MongoException.class, error -> {
            assertThat(error.getCode()).isEqualTo(code);
            assertThat(error.getErrorLabels()).containsExactly(label);
        });
    }

    /** A writer from outside waits for the transaction, and so for its end. */
    @Test
    void aTransactionIsAbortedAtTheEndOfItsLifetime() {
        try (EmbeddedMongo server =
                        EmbeddedMongo.builder().transactionLifetime(SHORT).start();
                MongoClient client = Sets.client(server);
                ClientSession session = client.startSession()) {
            MongoCollection<Document> things = Sets.things(client);
            things.insertOne(new Document("_id", 1).append("n", 0));
            session.startTransaction();
            things.updateOne(session, Filters.eq(1), Updates.set("n", 1));

            assertThat(things.updateOne(Filters.eq(1), Updates.set("n", 2)).getModifiedCount())
                    .isOne();

            fails(251, TRANSIENT, () -> things.find(session).first());
            session.abortTransaction();
            session.withTransaction(() -> things.updateOne(session, Filters.eq(1), Updates.inc("n", 1)));
            assertThat(things.find().first()).containsEntry("n", 3);
        }
    }

    @Test
    void norCanItBeCommittedThen() {
        try (EmbeddedMongo server =
                        EmbeddedMongo.builder().transactionLifetime(SHORT).start();
                MongoClient client = Sets.client(server);
                ClientSession session = client.startSession()) {
            MongoCollection<Document> things = Sets.things(client);
            things.insertOne(new Document("_id", 1).append("n", 0));
            session.startTransaction();
            things.updateOne(session, Filters.eq(1), Updates.set("n", 1));
            things.updateOne(Filters.eq(1), Updates.set("n", 2));
            fails(251, TRANSIENT, session::commitTransaction);
            assertThat(things.find().first()).containsEntry("n", 2);
        }
    }

    @Test
    void withinItsLifetimeItIsWaitedFor() {
        try (EmbeddedMongo server = EmbeddedMongo.builder().start();
                MongoClient client = Sets.client(server);
                ClientSession session = client.startSession()) {
            MongoCollection<Document> things = Sets.things(client);
            things.insertOne(new Document("_id", 1).append("n", 0));
            session.startTransaction();
            things.updateOne(session, Filters.eq(1), Updates.set("n", 1));
            try (Raw outside = Sets.raw(server, 0)) {
                outside.fails(
                        50, "{update: 'things', updates: [{q: {_id: 1}, u: {$set: {n: 2}}}], maxTimeMS: %d}", 2 * 500);
            }
            session.commitTransaction();
            assertThat(things.find().first()).containsEntry("n", 1);
        }
    }

    @Test
    void endingASessionAbortsItsTransactionAndKillsItsCursors() {
        try (EmbeddedMongo server = EmbeddedMongo.builder().start();
                Raw raw = Sets.raw(server, 0)) {
            raw.ok("{insert: 'things', documents: [{_id: 1}, {_id: 2}]}");
            String ended = raw.session();
            String other = raw.session();
            String find = "{find: 'things', batchSize: 1, %s}";
            long cursor = Raw.cursorOf(raw.ok(find, ended));
            long others = Raw.cursorOf(raw.ok(find, other));
            raw.ok("{insert: 'things', documents: [{_id: 3}], %s}", Raw.begin(ended, 1));

            raw.admin("{endSessions: [%s]}", ended.substring("lsid: ".length()));

            raw.fails(251, "{find: 'things', %s}", Raw.in(ended, 1));
            String more = "{getMore: NumberLong(%d), collection: 'things', %s}";
            raw.fails(43, more, cursor, ended);
            raw.ok(more, others, other);
            assertThat(raw.found("{find: 'things'}")).hasSize(2);
        }
    }

    @Test
    void aSnapshotFromBeforeADropIsNoLongerThere() {
        try (EmbeddedMongo server = EmbeddedMongo.builder().start();
                MongoClient client = Sets.client(server);
                ClientSession session = client.startSession()) {
            MongoCollection<Document> things = Sets.things(client);
            MongoCollection<Document> others = client.getDatabase("stress").getCollection("others");
            things.insertOne(new Document("_id", 1));
            others.insertOne(new Document("_id", 1));
            session.startTransaction();
            things.find(session).first();
            others.drop();
            fails(246, TRANSIENT, () -> others.find(session).first());
            session.abortTransaction();
            session.startTransaction();
            assertThat(others.find(session).first()).isNull();
            session.commitTransaction();
        }
    }

    @Test
    void aStreamIsNotResumedFromWhereTheLogHasRolledOver() {
        try (EmbeddedMongo server = EmbeddedMongo.builder().oplogSize(FEW).start();
                MongoClient client = Sets.client(server)) {
            MongoCollection<Document> things = Sets.things(client);
            BsonDocument early;
            BsonDocument late = null;
            BsonTimestamp time;
            try (var cursor = things.watch().cursor()) {
                things.insertOne(new Document("_id", -1));
                ChangeStreamDocument<Document> first = cursor.next();
                early = first.getResumeToken();
                time = first.getClusterTime();
                for (int i = 0; i < 2 * FEW; i++) {
                    things.insertOne(new Document("_id", i));
                    late = cursor.next().getResumeToken();
                }
            }
            things.insertOne(new Document("_id", 100));
            String label = "NonResumableChangeStreamError";
            fails(286, label, () -> things.watch().resumeAfter(early).cursor().next());
            fails(286, label, () -> things.watch().startAfter(early).cursor().next());
            fails(
                    286,
                    label,
                    () -> things.watch().startAtOperationTime(time).cursor().next());
            try (var cursor = things.watch().resumeAfter(late).cursor()) {
                assertThat(cursor.next().getDocumentKey()).isEqualTo(BsonDocument.parse("{_id: 100}"));
            }
        }
    }

    /** MongoDB removes them, too, though not at once. */
    @Test
    void imagesGoWithTheirCollection() {
        try (EmbeddedMongo server = EmbeddedMongo.builder().start();
                MongoClient client = Sets.client(server)) {
            client.getDatabase("stress")
                    .createCollection(
                            "things",
                            new CreateCollectionOptions()
                                    .changeStreamPreAndPostImagesOptions(
                                            new ChangeStreamPreAndPostImagesOptions(true)));
            MongoCollection<Document> things = Sets.things(client);
            BsonDocument token;
            try (var cursor = things.watch().cursor()) {
                things.insertOne(new Document("_id", 1));
                token = cursor.next().getResumeToken();
            }
            things.updateOne(Filters.eq(1), Updates.set("n", 1));
            var required =
                    things.watch().resumeAfter(token).fullDocumentBeforeChange(FullDocumentBeforeChange.REQUIRED);
            try (var cursor = required.cursor()) {
                assertThat(cursor.next().getFullDocumentBeforeChange()).isEqualTo(new Document("_id", 1));
            }
            things.drop();
            assertThatThrownBy(() -> required.cursor().next())
                    .isInstanceOfSatisfying(
                            MongoException.class,
                            error -> assertThat(error.getCode()).isEqualTo(47));
            try (var cursor = things.watch()
                    .resumeAfter(token)
                    .fullDocumentBeforeChange(FullDocumentBeforeChange.WHEN_AVAILABLE)
                    .cursor()) {
                assertThat(cursor.next().getFullDocumentBeforeChange()).isNull();
            }
        }
    }
}
