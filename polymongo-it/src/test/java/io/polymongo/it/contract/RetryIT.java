package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoWriteConcernException;
import com.mongodb.WriteConcern;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes that are sent again, and what is said of their concern. */
@OnServer
class RetryIT {

    private Raw raw;

    @BeforeEach
    void start(TestDatabases databases) {
        raw = new Raw(databases);
    }

    @AfterEach
    void stop() {
        raw.close();
    }

    @Test
    void anInsertIsDoneOnce() {
        String write = "{insert: 'things', documents: [{_id: 1}, {_id: 2}], %s, txnNumber: NumberLong(1)}"
                .formatted(raw.session());
        assertThat(raw.ok(write)).doesNotContainKey("retriedStmtIds");
        var again = raw.ok(write);
        assertThat(again.getInt32("n").getValue()).isEqualTo(2);
        assertThat(again.getArray("retriedStmtIds")).hasSize(2);
        assertThat(raw.found("{find: 'things'}")).hasSize(2);
    }

    @Test
    void withANewNumberItIsDoneAnew() {
        String write = "{insert: 'things', documents: [{_id: 1}], %s, txnNumber: NumberLong(%d)}";
        String session = raw.session();
        raw.ok(write, session, 1);
        raw.writeError(11000, write, session, 2);
        raw.writeError(11000, write, raw.session(), 1);
    }

    @Test
    void theRestOfABatchIsDone() {
        String session = raw.session();
        raw.ok("{insert: 'things', documents: [{_id: 1}], %s, txnNumber: NumberLong(1)}", session);
        var reply =
                raw.ok("{insert: 'things', documents: [{_id: 1}, {_id: 2}], %s, txnNumber: NumberLong(1)}", session);
        assertThat(reply.getInt32("n").getValue()).isEqualTo(2);
        assertThat(reply.getArray("retriedStmtIds")).hasSize(1);
    }

    @Test
    void anUpdateIsDoneOnce() {
        raw.ok("{insert: 'things', documents: [{_id: 1, n: 0}]}");
        String write = "{update: 'things', updates: [{q: {_id: 1}, u: {$inc: {n: 1}}}], %s, txnNumber: NumberLong(1)}"
                .formatted(raw.session());
        raw.ok(write);
        assertThat(raw.ok(write).getInt32("nModified").getValue()).isOne();
        assertThat(raw.found("{find: 'things'}")).containsExactly(Raw.json("{_id: 1, n: 1}"));
    }

    @Test
    void findAndModifyReturnsWhatItReturned() {
        raw.ok("{insert: 'things', documents: [{_id: 1, n: 0}]}");
        String write =
                "{findAndModify: 'things', query: {_id: 1}, update: {$inc: {n: 1}}, %s, txnNumber: NumberLong(1)}"
                        .formatted(raw.session());
        var first = raw.ok(write).getDocument("value");
        assertThat(raw.ok(write).getDocument("value")).isEqualTo(first).isEqualTo(Raw.json("{_id: 1, n: 0}"));
    }

    @Test
    void anOlderNumberIsTooOld() {
        String write = "{insert: 'things', documents: [{_id: %d}], %s, txnNumber: NumberLong(%d)}";
        String session = raw.session();
        raw.ok(write, 1, session, 2);
        raw.fails(225, write, 2, session, 1);
        raw.ok(write, 2, session, 3);
    }

    @Test
    void whatMayNotBeRetriedFailsInItsPlace() {
        raw.ok("{insert: 'things', documents: [{_id: 1}, {_id: 2}]}");
        var update = raw.writeError(
                72,
                "{update: 'things', updates: [{q: {_id: 1}, u: {$set: {a: 1}}}, {q: {}, u: {$set: {b: 1}}, multi: true}],"
                        + " %s, txnNumber: NumberLong(1)}",
                raw.session());
        assertThat(update.getInt32("index").getValue()).isOne();
        raw.writeError(
                72,
                "{delete: 'things', deletes: [{q: {_id: 2}, limit: 1}, {q: {}, limit: 0}], %s, txnNumber:"
                        + " NumberLong(1)}",
                raw.session());
        assertThat(raw.found("{find: 'things'}")).containsExactly(Raw.json("{_id: 1, a: 1}"));
    }

    @Test
    void aNumberOnAReadIsRefused() {
        raw.fails(50768, "{find: 'things', %s, txnNumber: NumberLong(1)}", raw.session());
        raw.fails(72, "{insert: 'things', documents: [{_id: 1}], txnNumber: NumberLong(1)}");
    }

    @Test
    void aConcernThatCannotBeMetIsAnErrorBesideTheResult() {
        var many = raw.ok("{insert: 'things', documents: [{_id: 1}], writeConcern: {w: 50}}");
        assertThat(many.getInt32("n").getValue()).isOne();
        assertThat(many.getDocument("writeConcernError").getInt32("code").getValue())
                .isEqualTo(100);
        var unknown = raw.ok("{insert: 'things', documents: [{_id: 2}], writeConcern: {w: 'nowhere'}}");
        assertThat(unknown.getDocument("writeConcernError").getInt32("code").getValue())
                .isEqualTo(79);
        assertThat(raw.ok("{insert: 'things', documents: [{_id: 3}], writeConcern: {w: 'majority'}}"))
                .doesNotContainKey("writeConcernError");
    }

    @Test
    void theDriverTellsOfSuchAConcern(TestDatabases databases) {
        var things = databases.raw().getDatabase(databases.name("a")).getCollection("things");
        hasConcernError(100, () -> things.withWriteConcern(new WriteConcern(50)).insertOne(new Document("_id", 1)));
        hasConcernError(
                79, () -> things.withWriteConcern(new WriteConcern("nowhere")).insertOne(new Document("_id", 2)));
        things.withWriteConcern(WriteConcern.MAJORITY).insertOne(new Document("_id", 3));
        assertThat(things.countDocuments()).isEqualTo(3);
    }

    private static void hasConcernError(int code, ThrowingCallable write) {
        assertThatThrownBy(write)
                .isInstanceOfSatisfying(
                        MongoWriteConcernException.class,
                        error -> assertThat(error.getWriteConcernError().getCode())
                                .isEqualTo(code));
    }
}
