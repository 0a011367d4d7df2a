package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The modes and the data of MongoDB's own fail points, and the labels of what they inject. */
@OnServer
class FailPointIT {

    private static final String RETRYABLE = "RetryableWriteError";
    private static final String TRANSIENT = "TransientTransactionError";

    private Raw raw;
    private FailPoints points;

    @BeforeEach
    void start(TestDatabases databases, TestInfo test) {
        raw = new Raw(databases);
        points = FailPoints.on(raw, test);
    }

    @AfterEach
    void stop() {
        try (Raw last = raw) {
            if (points != null) {
                points.close();
            }
        }
    }

    private void failCommand(String mode, String data, Object... values) {
        points.failCommand(mode, data, values);
    }

    private String retryableInsert(int id) {
        return "{insert: 'things', documents: [{_id: " + id + "}], " + raw.session() + ", txnNumber: NumberLong(1)}";
    }

    @Test
    void soManyTimes() {
        failCommand("{times: 2}", "failCommands: ['ping'], errorCode: 96");
        assertThat(raw.fails(96, "{ping: 1}").getString("codeName").getValue()).isEqualTo("OperationFailed");
        raw.ok("{buildInfo: 1}");
        raw.fails(96, "{ping: 1}");
        raw.ok("{ping: 1}");
    }

    @Test
    void notTheFirst() {
        failCommand("{skip: 1}", "failCommands: ['ping'], errorCode: 96");
        raw.ok("{ping: 1}");
        raw.fails(96, "{ping: 1}");
        raw.fails(96, "{ping: 1}");
    }

    @Test
    void untilItIsTurnedOff() {
        failCommand("'alwaysOn'", "failCommands: ['ping'], errorCode: 96");
        raw.fails(96, "{ping: 1}");
        BsonDocument off = raw.admin("{configureFailPoint: 'failCommand', mode: 'off'}");
        assertThat(off.getNumber("count").intValue()).isPositive();
        raw.ok("{ping: 1}");
    }

    @Test
    void withAProbability() {
        failCommand("{activationProbability: 1.0}", "failCommands: ['ping'], errorCode: 96");
        raw.fails(96, "{ping: 1}");
        failCommand("{activationProbability: 0.0}", "failCommands: ['ping'], errorCode: 96");
        raw.ok("{ping: 1}");
    }

    @Test
    void aRetryableWriteIsLabelled() {
        failCommand("{times: 2}", "failCommands: ['insert'], errorCode: 91");
        assertThat(Raw.labels(raw.fails(91, retryableInsert(1)))).contains(RETRYABLE);
        assertThat(Raw.labels(raw.fails(91, "{insert: 'things', documents: [{_id: 1}]}")))
                .isEmpty();
    }

    @Test
    void onlyWithACodeThatMayBeRetried() {
        failCommand("{times: 1}", "failCommands: ['insert'], errorCode: 96");
        assertThat(Raw.labels(raw.fails(96, retryableInsert(1)))).isEmpty();
    }

    @Test
    void insideATransactionItIsTransient() {
        for (int code : new int[] {112, 24, 246, 251, 267, 10107, 189, 11602, 91, 11600}) {
            String session = raw.session();
            raw.ok("{find: 'things', %s}", Raw.begin(session, 1));
            failCommand("{times: 1}", "failCommands: ['find'], errorCode: %d", code);
            assertThat(Raw.labels(raw.fails(code, "{find: 'things', %s}", Raw.in(session, 1))))
                    .as("code %s", code)
                    .containsExactly(TRANSIENT);
            raw.run("{abortTransaction: 1, %s}", Raw.in(session, 1));
        }
    }

    @Test
    void aCommitMayBeRetriedAndIsNotTransient() {
        String session = raw.session();
        raw.ok("{insert: 'things', documents: [{_id: 1}], %s}", Raw.begin(session, 1));
        failCommand("{times: 1}", "failCommands: ['commitTransaction'], errorCode: 91");
        BsonDocument reply = raw.failsOnAdmin(91, "{commitTransaction: 1, %s}", Raw.in(session, 1));
        assertThat(Raw.labels(reply)).contains(RETRYABLE).doesNotContain(TRANSIENT);
        raw.admin("{commitTransaction: 1, %s}", Raw.in(session, 1));
        assertThat(raw.found("{find: 'things'}")).hasSize(1);
    }

    @Test
    void labelsThatAreGivenAreTheOnlyOnes() {
        failCommand("{times: 1}", "failCommands: ['insert'], errorCode: 91, errorLabels: ['Own']");
        assertThat(Raw.labels(raw.fails(91, retryableInsert(1)))).containsExactly("Own");
        failCommand("{times: 1}", "failCommands: ['insert'], errorCode: 91, errorLabels: []");
        assertThat(Raw.labels(raw.fails(91, retryableInsert(1)))).isEmpty();
    }

    @Test
    void aWriteConcernErrorComesAfterTheWrite() {
        failCommand("{times: 1}", "failCommands: ['insert'], writeConcernError: {code: 64, errmsg: 'timed out'}");
        BsonDocument reply = raw.ok("{insert: 'things', documents: [{_id: 1}]}");
        assertThat(reply.getDocument("writeConcernError").getNumber("code").intValue())
                .isEqualTo(64);
        assertThat(raw.found("{find: 'things'}")).hasSize(1);
        assertThat(raw.ok("{insert: 'things', documents: [{_id: 2}]}")).doesNotContainKey("writeConcernError");
    }

    @Test
    void aWriteConcernErrorOfACommitIsLabelledOutside() {
        String session = raw.session();
        raw.ok("{insert: 'things', documents: [{_id: 1}], %s}", Raw.begin(session, 1));
        failCommand(
                "{times: 1}",
                "failCommands: ['commitTransaction'], writeConcernError: {code: 91, errmsg: 'shut down'}");
        BsonDocument reply = raw.admin("{commitTransaction: 1, %s}", Raw.in(session, 1));
        assertThat(Raw.labels(reply)).containsExactly(RETRYABLE);
        assertThat(raw.found("{find: 'things'}")).hasSize(1);
    }

    @Test
    void aConnectionIsClosed(TestDatabases databases) {
        failCommand("{times: 1}", "failCommands: ['buildInfo'], closeConnection: true");
        try (Wire closed = Wire.to(databases)) {
            BsonDocument command = Raw.json("{buildInfo: 1, $db: 'admin'}");
            assertThatThrownBy(() -> closed.ask(command)).isInstanceOf(UncheckedIOException.class);
        }
        raw.ok("{buildInfo: 1}");
    }

    @Test
    void aCommandWaits() {
        failCommand("{times: 1}", "failCommands: ['ping'], blockConnection: true, blockTimeMS: 300");
        Instant start = Instant.now();
        raw.ok("{ping: 1}");
        assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void onlyForOneNamespace(TestDatabases databases) {
        failCommand("'alwaysOn'", "failCommands: ['find'], errorCode: 96, namespace: '%s.things'", databases.name("a"));
        raw.ok("{find: 'others'}");
        raw.fails(96, "{find: 'things'}");
    }

    @Test
    void onlyForOneApplication() {
        failCommand("'alwaysOn'", "failCommands: ['ping'], errorCode: 96, appName: 'somebody'");
        raw.ok("{ping: 1}");
    }

    @Test
    void aGetMoreLosesItsCursor() {
        raw.ok("{insert: 'things', documents: [{_id: 1}, {_id: 2}, {_id: 3}]}");
        long cursor = Raw.cursorOf(raw.ok("{find: 'things', batchSize: 1}"));
        raw.admin("{configureFailPoint: 'failGetMoreAfterCursorCheckout', mode: {times: 1}, data: {errorCode: 96}}");
        raw.fails(96, "{getMore: NumberLong(%d), collection: 'things'}", cursor);
        raw.fails(43, "{getMore: NumberLong(%d), collection: 'things'}", cursor);
    }

    @Test
    void aRetryableWriteIsDoneAndItsConnectionCloses(TestDatabases databases) {
        var things = databases.raw().getDatabase(databases.name("a")).getCollection("things");
        raw.admin(
                "{configureFailPoint: 'onPrimaryTransactionalWrite', mode: {times: 1}, data: {closeConnection: true}}");
        things.insertOne(new Document("_id", 1));
        assertThat(things.countDocuments()).isOne();
    }

    @Test
    void aRetryableWriteFailsBeforeItIsCommitted() {
        raw.admin("{configureFailPoint: 'onPrimaryTransactionalWrite', mode: {times: 1},"
                + " data: {failBeforeCommitExceptionCode: 96, closeConnection: false}}");
        String write = retryableInsert(1);
        raw.writeError(96, write);
        assertThat(raw.ok(write)).doesNotContainKey("retriedStmtIds");
    }

    @Test
    void aWholeInsertCountsOnceAndEachUpdateForItself() {
        String point = "{configureFailPoint: 'onPrimaryTransactionalWrite', mode: {skip: 1},"
                + " data: {failBeforeCommitExceptionCode: 96, closeConnection: false}}";
        raw.admin(point);
        raw.ok("{insert: 'things', documents: [{_id: 1}, {_id: 2}], %s, txnNumber: NumberLong(1)}", raw.session());
        raw.admin(point);
        BsonDocument error = raw.writeError(
                96,
                "{update: 'things', updates: [{q: {_id: 1}, u: {$set: {a: 1}}}, {q: {_id: 2}, u: {$set: {a: 1}}}],"
                        + " %s, txnNumber: NumberLong(1)}",
                raw.session());
        assertThat(error.getNumber("index").intValue()).isOne();
        raw.ok("{update: 'things', updates: [{q: {}, u: {$set: {b: 1}}, multi: true}]}");
    }

    @Test
    void theDriverRetriesOnce(TestDatabases databases) {
        var things = databases.raw().getDatabase(databases.name("a")).getCollection("things");
        failCommand("{times: 1}", "failCommands: ['insert', 'find'], errorCode: 11600");
        things.insertOne(new Document("_id", 1));
        failCommand("{times: 1}", "failCommands: ['find'], errorCode: 11600");
        assertThat(things.find().first()).isNotNull();
        failCommand("{times: 5}", "failCommands: ['insert'], errorCode: 96");
        assertThatThrownBy(() -> things.insertOne(new Document("_id", 2)))
                .isInstanceOf(MongoException.class)
                .isNotInstanceOf(MongoWriteException.class);
    }

    @Test
    void whatIsNoFailPointIsRefused() {
        raw.failsOnAdmin(266, "{configureFailPoint: 'noSuchPoint', mode: 'off'}");
        raw.failsOnAdmin(2, "{configureFailPoint: 'failCommand', mode: 'sometimes'}");
        raw.fails(13, "{configureFailPoint: 'failCommand', mode: 'off'}");
    }
}
