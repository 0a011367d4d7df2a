package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertOneModel;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.io.UncheckedIOException;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What the server itself says of errors that fail points cause on cursors, on change streams and after writes. */
@OnServer
class FailPointLabelsIT {

    private static final String AFTER_CHECKOUT = "failGetMoreAfterCursorCheckout";
    private static final String RETRYABLE = "RetryableWriteError";

    private TestDatabases databases;
    private Raw raw;
    private FailPoints points;

    @BeforeEach
    void start(TestDatabases databases, TestInfo test) {
        this.databases = databases;
        raw = new Raw(databases);
        points = FailPoints.on(raw, test);
        raw.ok("{insert: 'things', documents: [{_id: 1, n: 0}, {_id: 2, n: 0}, {_id: 3, n: 0}]}");
    }

    @AfterEach
    void stop() {
        try (Raw last = raw) {
            if (points != null) {
                points.close();
            }
        }
    }

    private String moreOf(long cursor) {
        return "{getMore: NumberLong(" + cursor + "), collection: 'things', batchSize: 1}";
    }

    private long cursor() {
        return Raw.cursorOf(raw.ok("{find: 'things', batchSize: 1}"));
    }

    private long stream() {
        return Raw.cursorOf(raw.ok("{aggregate: 'things', pipeline: [{$changeStream: {}}], cursor: {}}"));
    }

    @Test
    void aGetMoreThatFailsBeforeItsCursorIsLookedUpMayBeSentAgain() {
        long cursor = cursor();
        points.failOnce("getMore", "errorCode: 96");
        assertThat(Raw.labels(raw.fails(96, moreOf(cursor)))).isEmpty();
        assertThat(Raw.batch(raw.ok(moreOf(cursor)), "nextBatch")).containsExactly(Raw.json("{_id: 2, n: 0}"));
    }

    @Test
    void aGetMoreClosesItsConnection() {
        long cursor = cursor();
        points.failOnce("getMore", "closeConnection: true");
        try (Raw closed = new Raw(databases)) {
            assertThatThrownBy(() -> closed.run(moreOf(cursor))).isInstanceOf(UncheckedIOException.class);
        }
        raw.ok(moreOf(cursor));
    }

    @Test
    void aGetMoreFailsInOneNamespaceOnly() {
        points.failCommand(
                "'alwaysOn'", "failCommands: ['getMore'], errorCode: 96, namespace: '%s.others'", databases.name("a"));
        raw.ok(moreOf(cursor()));
        points.failCommand(
                "'alwaysOn'", "failCommands: ['getMore'], errorCode: 96, namespace: '%s.things'", databases.name("a"));
        raw.fails(96, moreOf(cursor()));
    }

    @Test
    void aStreamMayBeResumedAfterSomeErrorsOnly() {
        for (int code : new int[] {6, 89, 91, 133, 189, 10107, 11600, 11602, 13435}) {
            points.set(AFTER_CHECKOUT, "{times: 1}", "errorCode: %d", code);
            assertThat(Raw.labels(raw.fails(code, moreOf(stream()))))
                    .as("code %s", code)
                    .containsExactly("ResumableChangeStreamError");
        }
        points.set(AFTER_CHECKOUT, "{times: 1}", "errorCode: 96");
        assertThat(Raw.labels(raw.fails(96, moreOf(stream())))).isEmpty();
    }

    @Test
    void whatIsNoStreamIsNotResumable() {
        points.set(AFTER_CHECKOUT, "{times: 1}", "errorCode: 10107");
        assertThat(Raw.labels(raw.fails(10107, moreOf(cursor())))).isEmpty();
    }

    @Test
    void whatEndsAStreamForGoodIsSaidToDoSo() {
        for (int code : new int[] {280, 286}) {
            points.failOnce("aggregate", "errorCode: %d", code);
            assertThat(Raw.labels(
                            raw.fails(code, "{aggregate: 'things', pipeline: [{$changeStream: {}}], cursor: {}}")))
                    .containsExactly("NonResumableChangeStreamError");
        }
        points.failOnce("aggregate", "errorCode: 280, errorLabels: []");
        assertThat(Raw.labels(raw.fails(280, "{aggregate: 'things', pipeline: [{$changeStream: {}}], cursor: {}}")))
                .isEmpty();
    }

    @Test
    void theDriverResumesItsStream() {
        MongoCollection<Document> things =
                databases.raw().getDatabase(databases.name("a")).getCollection("things");
        try (var cursor = things.watch().cursor()) {
            things.insertOne(new Document("_id", 4));
            points.set(AFTER_CHECKOUT, "{times: 1}", "errorCode: 10107");
            assertThat(cursor.next().getFullDocument()).containsEntry("_id", 4);
            things.insertOne(new Document("_id", 5));
            assertThat(cursor.next().getFullDocument()).containsEntry("_id", 5);
        }
    }

    @Test
    void anAbortMayBeRetried() {
        String session = raw.session();
        raw.ok("{find: 'things', %s}", Raw.begin(session, 1));
        points.failOnce("abortTransaction", "errorCode: 10107");
        assertThat(Raw.labels(raw.failsOnAdmin(10107, "{abortTransaction: 1, %s}", Raw.in(session, 1))))
                .containsExactly(RETRYABLE);
        points.failOnce("abortTransaction", "errorCode: 96");
        assertThat(Raw.labels(raw.failsOnAdmin(96, "{abortTransaction: 1, %s}", Raw.in(session, 1))))
                .isEmpty();
        raw.admin("{abortTransaction: 1, %s}", Raw.in(session, 1));
    }

    @Test
    void aConcernThatFailedForAReasonThatPassesMakesAWriteRetryable() {
        String write = "{insert: 'things', documents: [{_id: %d}], %s, txnNumber: NumberLong(1)}";
        points.failOnce("insert", "writeConcernError: {code: 91, errmsg: 'shut down'}");
        var passing = raw.ok(write, 4, raw.session());
        assertThat(Raw.labels(passing)).containsExactly(RETRYABLE);
        assertThat(passing.getDocument("writeConcernError")).doesNotContainKey("errorLabels");
        points.failOnce("insert", "writeConcernError: {code: 64, errmsg: 'timed out'}");
        assertThat(Raw.labels(raw.ok(write, 5, raw.session()))).isEmpty();
        points.failOnce("insert", "writeConcernError: {code: 91, errmsg: 'shut down'}");
        assertThat(Raw.labels(raw.ok("{insert: 'things', documents: [{_id: 6}]}")))
                .isEmpty();
    }

    @Test
    void aBulkGoesOnAfterAConcernThatFailed() {
        MongoCollection<Document> things =
                databases.raw().getDatabase(databases.name("a")).getCollection("things");
        points.failOnce("insert", "writeConcernError: {code: 64, errmsg: 'timed out'}");
        assertThatThrownBy(() -> things.bulkWrite(
                        List.of(new InsertOneModel<>(new Document("_id", 4)), new DeleteOneModel<>(Filters.eq(1)))))
                .isInstanceOfSatisfying(MongoBulkWriteException.class, error -> {
                    assertThat(error.getWriteConcernError().getCode()).isEqualTo(64);
                    assertThat(error.getWriteErrors()).isEmpty();
                    assertThat(error.getWriteResult().getInsertedCount()).isOne();
                    assertThat(error.getWriteResult().getDeletedCount()).isOne();
                });
        assertThat(things.countDocuments()).isEqualTo(3);
    }

    @Test
    void aRetryableWriteThatWroteNothingSaysSo() {
        points.set(
                "onPrimaryTransactionalWrite",
                "{times: 1}",
                "closeConnection: false, failBeforeCommitExceptionCode: 11602");
        var reply = raw.fails(
                11602, "{insert: 'things', documents: [{_id: 4}], %s, txnNumber: NumberLong(1)}", raw.session());
        assertThat(Raw.labels(reply)).containsExactlyInAnyOrder(RETRYABLE, "NoWritesPerformed");
        assertThat(raw.found("{find: 'things'}")).hasSize(3);
    }

    @Test
    void oneThatWroteSomethingDoesNot() {
        points.set(
                "onPrimaryTransactionalWrite",
                "{skip: 1}",
                "closeConnection: false, failBeforeCommitExceptionCode: 11602");
        var reply = raw.fails(
                11602,
                "{update: 'things', updates: [{q: {_id: 1}, u: {$inc: {n: 1}}}, {q: {_id: 2}, u: {$inc: {n: 1}}}],"
                        + " %s, txnNumber: NumberLong(1)}",
                raw.session());
        assertThat(Raw.labels(reply)).containsExactly(RETRYABLE);
        assertThat(raw.found("{find: 'things', filter: {n: 1}}")).containsExactly(Raw.json("{_id: 1, n: 1}"));
    }
}
