package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The numbers, fields and errors of transactions, command by command. */
@OnServer
class TransactionRulesIT {

    private static final String TRANSIENT = "TransientTransactionError";

    private Raw raw;

    @BeforeEach
    void start(TestDatabases databases) {
        raw = new Raw(databases);
    }

    @AfterEach
    void stop() {
        raw.close();
    }

    private String begun(long number) {
        String session = raw.session();
        raw.ok("{insert: 'things', documents: [{_id: 'first'}], %s}", Raw.begin(session, number));
        return session;
    }

    private void commit(String session, long number) {
        raw.admin("{commitTransaction: 1, %s}", Raw.in(session, number));
    }

    private void isUnknown(String session, long number) {
        BsonDocument reply = raw.fails(251, "{find: 'things', %s}", Raw.in(session, number));
        assertThat(Raw.labels(reply)).containsExactly(TRANSIENT);
    }

    @Test
    void theFieldsComeTogether() {
        String session = raw.session();
        raw.fails(72, "{find: 'things', %s, startTransaction: true}", session);
        raw.fails(72, "{find: 'things', %s, autocommit: false}", session);
        raw.fails(72, "{find: 'things', %s, txnNumber: NumberLong(1), startTransaction: true}", session);
        raw.fails(72, "{find: 'things', txnNumber: NumberLong(1), autocommit: false, startTransaction: true}");
        raw.fails(14, "{find: 'things', %s, txnNumber: 'one', autocommit: false, startTransaction: true}", session);
        raw.ok("{find: 'things', %s}", Raw.begin(session, 1));
    }

    @Test
    void neitherFieldMayBeTheOtherWay() {
        String session = raw.session();
        raw.fails(72, "{find: 'things', %s, txnNumber: NumberLong(1), autocommit: true}", session);
        raw.fails(72, "{find: 'things', %s, startTransaction: false}", Raw.in(session, 1));
    }

    @Test
    void aNumberIsNotNegative() {
        raw.fails(72, "{find: 'things', %s}", Raw.begin(raw.session(), -1));
        raw.fails(72, "{insert: 'things', documents: [{}], %s, txnNumber: NumberLong(-7)}", raw.session());
        raw.ok("{find: 'things', %s}", Raw.begin(raw.session(), 0));
    }

    @Test
    void theNumberOfATransactionIsNoRetryableWrites() {
        String session = begun(1);
        String write = "{insert: 'things', documents: [{_id: 'second'}], %s, txnNumber: NumberLong(1)}";
        raw.fails(217, write, session);
        commit(session, 1);
        raw.fails(217, write, session);
        assertThat(raw.found("{find: 'things'}")).containsExactly(Raw.json("{_id: 'first'}"));
    }

    @Test
    void theEndOfATransactionNeedsAllOfItsFields() {
        String session = begun(1);
        for (String end : List.of("commitTransaction", "abortTransaction")) {
            BsonDocument reply = raw.failsOnAdmin(50768, "{%s: 1, %s, txnNumber: NumberLong(1)}", end, session);
            assertThat(reply.getString("codeName").getValue()).isEqualTo("NotARetryableWriteCommand");
            raw.failsOnAdmin(125, "{%s: 1, %s}", end, session);
            raw.failsOnAdmin(125, "{%s: 1}", end);
            raw.failsOnAdmin(263, "{%s: 1, %s}", end, Raw.begin(session, 2));
        }
        commit(session, 1);
        assertThat(raw.found("{find: 'things'}")).hasSize(1);
    }

    @Test
    void aNumberIsUsedOnce() {
        String session = begun(3);
        raw.fails(117, "{find: 'things', %s}", Raw.begin(session, 3));
        commit(session, 3);
        raw.fails(117, "{find: 'things', %s}", Raw.begin(session, 3));
        raw.fails(225, "{find: 'things', %s}", Raw.begin(session, 2));
        raw.ok("{find: 'things', %s}", Raw.begin(session, 4));
    }

    @Test
    void aNewNumberAbortsTheOldTransaction() {
        String session = begun(1);
        raw.ok("{find: 'things', %s}", Raw.begin(session, 2));
        raw.fails(225, "{find: 'things', %s}", Raw.in(session, 1));
        commit(session, 2);
        assertThat(raw.found("{find: 'things'}")).isEmpty();
    }

    @Test
    void anUnknownOneIsTransient() {
        String session = raw.session();
        isUnknown(session, 1);
        raw.ok("{find: 'things', %s}", Raw.begin(session, 1));
        isUnknown(session, 2);
    }

    @Test
    void afterTheCommit() {
        String session = begun(1);
        commit(session, 1);
        assertThat(Raw.labels(raw.fails(256, "{find: 'things', %s}", Raw.in(session, 1))))
                .isEmpty();
        commit(session, 1);
        raw.failsOnAdmin(256, "{abortTransaction: 1, %s}", Raw.in(session, 1));
        assertThat(raw.found("{find: 'things'}")).hasSize(1);
    }

    @Test
    void afterTheAbort() {
        String session = begun(1);
        raw.admin("{abortTransaction: 1, %s}", Raw.in(session, 1));
        isUnknown(session, 1);
        BsonDocument commit = raw.failsOnAdmin(251, "{commitTransaction: 1, %s}", Raw.in(session, 1));
        assertThat(Raw.labels(commit)).containsExactly(TRANSIENT);
        raw.failsOnAdmin(251, "{abortTransaction: 1, %s}", Raw.in(session, 1));
        assertThat(raw.found("{find: 'things'}")).isEmpty();
    }

    @Test
    void aCommitOfNothingIsNotTransientWhereItsConcernFails() {
        String session = raw.session();
        BsonDocument reply =
                raw.failsOnAdmin(251, "{commitTransaction: 1, writeConcern: {w: 50}, %s}", Raw.in(session, 1));
        assertThat(Raw.labels(reply)).isEmpty();
        assertThat(reply.getDocument("writeConcernError").getNumber("code").intValue())
                .isEqualTo(100);
        BsonDocument met =
                raw.failsOnAdmin(251, "{commitTransaction: 1, writeConcern: {w: 'majority'}, %s}", Raw.in(session, 1));
        assertThat(Raw.labels(met)).containsExactly(TRANSIENT);
    }

    @Test
    void onlyAdminEndsTransactions() {
        String session = begun(1);
        raw.fails(13, "{commitTransaction: 1, %s}", Raw.in(session, 1));
        commit(session, 1);
    }

    @Test
    void concernsHaveTheirPlace() {
        String session = begun(1);
        raw.fails(72, "{find: 'things', readConcern: {level: 'snapshot'}, %s}", Raw.in(session, 1));
        String other = raw.session();
        raw.fails(72, "{insert: 'things', documents: [{}], writeConcern: {w: 1}, %s}", Raw.begin(other, 1));
        raw.fails(72, "{find: 'things', readConcern: {level: 'linearizable'}, %s}", Raw.begin(raw.session(), 1));
        String right = raw.session();
        raw.ok("{find: 'things', readConcern: {level: 'snapshot'}, %s}", Raw.begin(right, 1));
        raw.admin("{commitTransaction: 1, writeConcern: {w: 'majority'}, %s}", Raw.in(right, 1));
    }

    @Test
    void whatIsRefusedNeitherStartsNorAborts() {
        String session = raw.session();
        raw.fails(263, "{count: 'things', %s}", Raw.begin(session, 1));
        isUnknown(session, 1);
        raw.ok("{insert: 'things', documents: [{_id: 1}], %s}", Raw.begin(session, 2));
        raw.fails(263, "{count: 'things', %s}", Raw.in(session, 2));
        raw.fails(263, "{drop: 'things', %s}", Raw.in(session, 2));
        raw.fails(263, "{listIndexes: 'things', %s}", Raw.in(session, 2));
        commit(session, 2);
        assertThat(raw.found("{find: 'things'}")).hasSize(1);
    }

    @Test
    void whatNeedsNoLoginKnowsNoTransactions() {
        String session = begun(1);
        for (String command : List.of("hello", "isMaster", "ping", "connectionStatus", "whatsmyuri")) {
            raw.fails(263, "{%s: 1, %s}", command, Raw.in(session, 1));
            raw.fails(263, "{%s: 1, %s}", command, Raw.begin(raw.session(), 1));
            raw.fails(50889, "{%s: 1, %s, txnNumber: NumberLong(2)}", command, session);
            raw.ok("{%s: 1, %s}", command, session);
        }
        commit(session, 1);
    }

    @Test
    void everyCommandMayHaveAStatementsNumber() {
        raw.ok("{insert: 'things', documents: [{_id: 1}, {_id: 2}]}");
        String session = raw.session();
        long cursor = Raw.cursorOf(raw.ok("{find: 'things', batchSize: 1, stmtId: 0, %s}", Raw.begin(session, 1)));
        raw.ok("{getMore: NumberLong(%d), collection: 'things', stmtId: 1, %s}", cursor, Raw.in(session, 1));
        raw.ok("{aggregate: 'things', pipeline: [], cursor: {}, stmtId: 2, %s}", Raw.in(session, 1));
        raw.ok("{insert: 'things', documents: [{_id: 3}], stmtId: 3, %s}", Raw.in(session, 1));
        raw.admin("{commitTransaction: 1, stmtId: 4, %s}", Raw.in(session, 1));
        raw.fails(40415, "{find: 'things', stmtIds: [0]}");
    }

    @Test
    void anErrorWhileRunningAborts() {
        raw.ok("{insert: 'things', documents: [{_id: 1, text: 'x'}]}");
        String session = begun(1);
        raw.run(
                "{aggregate: 'things', pipeline: [{$project: {x: {$divide: ['$text', 0]}}}], cursor: {}, %s}",
                Raw.in(session, 1));
        isUnknown(session, 1);
    }

    @Test
    void aDuplicateKeyIsAWriteErrorAndAborts() {
        raw.ok("{insert: 'things', documents: [{_id: 1}]}");
        String session = begun(1);
        BsonDocument error = raw.writeError(11000, "{insert: 'things', documents: [{_id: 1}], %s}", Raw.in(session, 1));
        assertThat(error.getDocument("keyPattern")).isEqualTo(Raw.json("{_id: 1}"));
        assertThat(error.getDocument("keyValue")).isEqualTo(Raw.json("{_id: 1}"));
        isUnknown(session, 1);
    }

    @Test
    void aConflictIsTheWholeCommandsErrorAndAborts() {
        raw.ok("{insert: 'things', documents: [{_id: 1}]}");
        String one = raw.session();
        String other = raw.session();
        String write = "{update: 'things', updates: [{q: {_id: 1}, u: {$inc: {n: 1}}}], %s}";
        raw.ok("{find: 'things', %s}", Raw.begin(other, 1));
        raw.ok(write, Raw.begin(one, 1));
        BsonDocument reply = raw.fails(112, write, Raw.in(other, 1));
        assertThat(Raw.labels(reply)).containsExactly(TRANSIENT);
        assertThat(reply).doesNotContainKey("writeErrors");
        isUnknown(other, 1);
        commit(one, 1);
    }

    @Test
    void whatWasChangedSinceTheSnapshotConflictsToo() {
        raw.ok("{insert: 'things', documents: [{_id: 1}, {_id: 2}]}");
        String session = raw.session();
        raw.ok("{find: 'things', %s}", Raw.begin(session, 1));
        raw.ok("{update: 'things', updates: [{q: {_id: 1}, u: {$set: {n: 1}}}]}");
        raw.ok("{update: 'things', updates: [{q: {_id: 2}, u: {$set: {n: 1}}}], %s}", Raw.in(session, 1));
        raw.fails(112, "{delete: 'things', deletes: [{q: {_id: 1}, limit: 1}], %s}", Raw.in(session, 1));
    }

    @Test
    void aWriterOutsideWaits(TestDatabases databases) throws Exception {
        raw.ok("{insert: 'things', documents: [{_id: 1, n: 0}]}");
        String session = raw.session();
        String write = "{update: 'things', updates: [{q: {_id: 1}, u: {$inc: {n: 1}}}]%s}";
        raw.ok(write, ", " + Raw.begin(session, 1));
        try (Raw outside = new Raw(databases)) {
            CompletableFuture<BsonDocument> waiting = CompletableFuture.supplyAsync(() -> outside.ok(write, ""));
            assertThat(waiting).isNotDone();
            commit(session, 1);
            assertThat(waiting.get(2, TimeUnit.MINUTES).getInt32("nModified").getValue())
                    .isOne();
        }
        assertThat(raw.found("{find: 'things'}")).containsExactly(Raw.json("{_id: 1, n: 2}"));
    }

    @Test
    void collectionsAndIndexesMayBeMadeInside() {
        String session = raw.session();
        raw.ok("{create: 'things', %s}", Raw.begin(session, 1));
        raw.ok("{createIndexes: 'things', indexes: [{key: {a: 1}, name: 'a'}], %s}", Raw.in(session, 1));
        raw.fails(26, "{listIndexes: 'things'}");
        commit(session, 1);
        assertThat(raw.found("{listIndexes: 'things'}")).hasSize(2);
    }

    @Test
    void notOnACollectionThatWasThere() {
        raw.ok("{insert: 'things', documents: [{_id: 1}]}");
        raw.fails(
                263, "{createIndexes: 'things', indexes: [{key: {a: 1}, name: 'a'}], %s}", Raw.begin(raw.session(), 1));
    }

    @Test
    void notOnOneThatHasDocuments() {
        String session = begun(1);
        raw.fails(263, "{createIndexes: 'things', indexes: [{key: {a: 1}, name: 'a'}], %s}", Raw.in(session, 1));
        isUnknown(session, 1);
        assertThat(raw.found("{find: 'things'}")).isEmpty();
    }

    @Test
    void anIndexThatIsThereIsNoNewOne() {
        raw.ok("{insert: 'things', documents: [{_id: 1}]}");
        raw.ok("{createIndexes: 'things', indexes: [{key: {a: 1}, name: 'a'}]}");
        String session = raw.session();
        raw.ok("{createIndexes: 'things', indexes: [{key: {a: 1}, name: 'a'}], %s}", Raw.begin(session, 1));
        commit(session, 1);
    }

    @Test
    void creatingWhatIsThereAborts() {
        raw.ok("{create: 'things'}");
        raw.ok("{create: 'things'}");
        String session = raw.session();
        raw.fails(48, "{create: 'things', %s}", Raw.begin(session, 1));
        isUnknown(session, 1);
        raw.ok("{create: 'others', %s}", Raw.begin(session, 2));
        raw.fails(48, "{create: 'others', %s}", Raw.in(session, 2));
        isUnknown(session, 2);
    }

    @Test
    void noViewIsMadeInside() {
        raw.ok("{create: 'things'}");
        String session = raw.session();
        raw.fails(263, "{create: 'seen', viewOn: 'things', pipeline: [], %s}", Raw.begin(session, 1));
        isUnknown(session, 1);
        raw.ok("{create: 'seen', viewOn: 'things', pipeline: []}");
    }

    @Test
    void writingPipelinesAndInternalDatabasesAreRefused() {
        raw.fails(
                263,
                "{aggregate: 'things', pipeline: [{$out: 'others'}], cursor: {}, %s}",
                Raw.begin(raw.session(), 1));
        raw.failsOnAdmin(263, "{find: 'things', %s}", Raw.begin(raw.session(), 1));
    }

    @Test
    void oneLivesForAMinute() {
        BsonDocument reply = raw.admin("{getParameter: 1, transactionLifetimeLimitSeconds: 1}");
        assertThat(reply.getNumber("transactionLifetimeLimitSeconds").intValue())
                .isEqualTo(60);
    }
}
