package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions, as the driver sees them. */
@OnServer
class TransactionIT {

    private TestDatabases databases;
    private MongoCollection<Document> things;
    private MongoCollection<Document> elsewhere;

    @BeforeEach
    void start(TestDatabases databases) {
        this.databases = databases;
        things = databases.raw().getDatabase(databases.name("a")).getCollection("things");
        elsewhere = databases.raw().getDatabase(databases.name("b")).getCollection("things");
        things.insertOne(new Document("_id", 1).append("n", 0));
        elsewhere.insertOne(new Document("_id", 1).append("n", 0));
    }

    @Test
    void ownWritesAreVisibleAndOthersSeeThemAtTheCommitOnly() {
        try (ClientSession session = databases.raw().startSession()) {
            session.startTransaction();
            things.insertOne(session, new Document("_id", 2));
            elsewhere.updateOne(session, Filters.eq(1), Updates.inc("n", 1));
            assertThat(things.countDocuments(session)).isEqualTo(2);
            assertThat(things.countDocuments()).isEqualTo(1);
            assertThat(elsewhere.find().first().getInteger("n")).isZero();
            session.commitTransaction();
        }
        assertThat(things.countDocuments()).isEqualTo(2);
        assertThat(elsewhere.find().first().getInteger("n")).isEqualTo(1);
    }

    @Test
    void anAbortedOneLeavesNothing() {
        try (ClientSession session = databases.raw().startSession()) {
            session.startTransaction();
            things.insertOne(session, new Document("_id", 2));
            session.abortTransaction();
        }
        assertThat(things.countDocuments()).isEqualTo(1);
    }

    @Test
    void aSnapshotDoesNotSeeWhatIsCommittedMeanwhile() {
        try (ClientSession session = databases.raw().startSession()) {
            session.startTransaction();
            assertThat(things.countDocuments(session)).isEqualTo(1);
            things.insertOne(new Document("_id", 2));
            elsewhere.insertOne(new Document("_id", 2));
            assertThat(things.countDocuments(session)).isEqualTo(1);
            assertThat(elsewhere.countDocuments(session)).isEqualTo(1);
            session.commitTransaction();
            assertThat(things.countDocuments(session)).isEqualTo(2);
        }
    }

    @Test
    void twoWritersOfOneDocumentConflictAtOnce() {
        try (ClientSession one = databases.raw().startSession();
                ClientSession other = databases.raw().startSession()) {
            one.startTransaction();
            other.startTransaction();
            things.updateOne(one, Filters.eq(1), Updates.inc("n", 1));
            assertThatThrownBy(() -> things.updateOne(other, Filters.eq(1), Updates.inc("n", 1)))
                    .isInstanceOfSatisfying(MongoCommandException.class, e -> {
                        assertThat(e.getErrorCode()).isEqualTo(112);
                        assertThat(e.getErrorCodeName()).isEqualTo("WriteConflict");
                        assertThat(e.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL))
                                .isTrue();
                    });
            one.commitTransaction();
        }
        assertThat(things.find().first().getInteger("n")).isEqualTo(1);
    }

    @Test
    void theDriversOwnLoopRepeatsAConflict() {
        try (ClientSession session = databases.raw().startSession()) {
            int[] attempts = {0};
            session.withTransaction(() -> {
                things.find(session).first();
                if (attempts[0]++ == 0) {
                    things.updateOne(Filters.eq(1), Updates.inc("n", 10));
                }
                return things.updateOne(session, Filters.eq(1), Updates.inc("n", 1));
            });
            assertThat(attempts[0]).isEqualTo(2);
        }
        assertThat(things.find().first().getInteger("n")).isEqualTo(11);
    }

    @Test
    void aCursorIsReadOnInBatches() {
        things.insertMany(
                IntStream.range(2, 11).mapToObj(i -> new Document("_id", i)).toList());
        try (ClientSession session = databases.raw().startSession()) {
            session.startTransaction();
            try (var cursor = things.find(session).batchSize(3).cursor()) {
                cursor.next();
                things.insertOne(new Document("_id", 11));
                int found = 1;
                for (; cursor.hasNext(); found++) {
                    cursor.next();
                }
                assertThat(found).isEqualTo(10);
            }
            session.commitTransaction();
        }
        assertThat(things.countDocuments()).isEqualTo(11);
    }

    @Test
    void whatMayNotRunInsideIsRefused() {
        try (ClientSession session = databases.raw().startSession()) {
            session.startTransaction();
            things.insertOne(session, new Document("_id", 2));
            assertThatThrownBy(() -> things.drop(session))
                    .isInstanceOfSatisfying(
                            MongoCommandException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(263));
            session.abortTransaction();
        }
    }
}
