package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import org.bson.BsonInt64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cursors: whose they are, and how much a batch holds. */
@OnServer
class CursorIT {

    private Raw raw;

    @BeforeEach
    void start(TestDatabases databases) {
        raw = new Raw(databases);
    }

    @AfterEach
    void stop() {
        raw.close();
    }

    private long opened(String fields) {
        raw.ok("{insert: 'things', documents: [{_id: 1}, {_id: 2}, {_id: 3}]}");
        return Raw.cursorOf(raw.ok("{find: 'things', batchSize: 1%s}", fields));
    }

    private static String more(long cursor) {
        return "{getMore: NumberLong(" + cursor + "), collection: 'things', batchSize: 1";
    }

    @Test
    void batchesUntilTheEnd() {
        long cursor = opened("");
        var reply = raw.ok(more(cursor) + "}");
        assertThat(Raw.batch(reply, "nextBatch")).containsExactly(Raw.json("{_id: 2}"));
        assertThat(Raw.cursorOf(reply)).isEqualTo(cursor);
        assertThat(Raw.cursorOf(raw.ok("{getMore: NumberLong(%d), collection: 'things'}", cursor)))
                .isZero();
        raw.fails(43, more(cursor) + "}");
    }

    @Test
    void aBatchOfNoneLeavesTheCursorOpen() {
        raw.ok("{insert: 'things', documents: [{_id: 1}]}");
        var reply = raw.ok("{find: 'things', batchSize: 0}");
        assertThat(Raw.batch(reply, "firstBatch")).isEmpty();
        assertThat(Raw.batch(
                        raw.ok("{getMore: NumberLong(%d), collection: 'things'}", Raw.cursorOf(reply)), "nextBatch"))
                .hasSize(1);
    }

    @Test
    void aSingleBatchHasNoCursor() {
        raw.ok("{insert: 'things', documents: [{_id: 1}, {_id: 2}]}");
        var reply = raw.ok("{find: 'things', batchSize: 1, singleBatch: true}");
        assertThat(Raw.batch(reply, "firstBatch")).hasSize(1);
        assertThat(Raw.cursorOf(reply)).isZero();
    }

    @Test
    void anUnknownOneIsNotFound() {
        assertThat(raw.fails(43, more(4711) + "}").getString("codeName").getValue())
                .isEqualTo("CursorNotFound");
    }

    @Test
    void itBelongsToItsSession() {
        String session = raw.session();
        long own = opened(", " + session);
        raw.fails(50737, more(own) + "}");
        raw.fails(50738, more(own) + ", %s}", raw.session());
        raw.ok(more(own) + ", %s}", session);
    }

    @Test
    void oneWithoutASessionIsReadWithoutOne() {
        long nobodys = opened("");
        raw.fails(50736, more(nobodys) + ", %s}", raw.session());
        raw.ok(more(nobodys) + "}");
    }

    @Test
    void itBelongsToItsTransaction() {
        String session = raw.session();
        long outside = opened(", " + session);
        long inside = Raw.cursorOf(raw.ok("{find: 'things', batchSize: 1, %s}", Raw.begin(session, 1)));
        raw.ok(more(inside) + ", %s}", Raw.in(session, 1));
        raw.fails(50740, more(inside) + ", %s}", session);
        raw.fails(50739, more(outside) + ", %s}", Raw.in(session, 1));
    }

    @Test
    void norMayAnotherTransactionReadIt() {
        String session = raw.session();
        raw.ok("{insert: 'things', documents: [{_id: 1}, {_id: 2}]}");
        long first = Raw.cursorOf(raw.ok("{find: 'things', batchSize: 1, %s}", Raw.begin(session, 1)));
        raw.admin("{commitTransaction: 1, %s}", Raw.in(session, 1));
        raw.fails(50740, more(first) + ", %s}", session);
        long second = Raw.cursorOf(raw.ok("{find: 'things', batchSize: 1, %s}", Raw.begin(session, 2)));
        raw.fails(50741, more(first) + ", %s}", Raw.in(session, 2));
        // The error has ended the transaction, and so the cursor that was its own.
        raw.fails(251, more(second) + ", %s}", Raw.in(session, 2));
        long third = Raw.cursorOf(raw.ok("{find: 'things', batchSize: 1, %s}", Raw.begin(session, 3)));
        raw.ok(more(third) + ", %s}", Raw.in(session, 3));
    }

    @Test
    void itBelongsToItsCollection() {
        long cursor = opened("");
        raw.fails(13, "{getMore: NumberLong(%d), collection: 'others'}", cursor);
        raw.ok(more(cursor) + "}");
    }

    @Test
    void onlyOneThatWaitsHasATime() {
        long cursor = opened("");
        raw.fails(2, more(cursor) + ", maxTimeMS: 100}");
        raw.ok(more(cursor) + "}");
    }

    @Test
    void oneThatWaitsComesBackWithNothing() {
        raw.ok("{create: 'things', capped: true, size: 4096}");
        raw.ok("{insert: 'things', documents: [{_id: 1}]}");
        long cursor = Raw.cursorOf(raw.ok("{find: 'things', tailable: true, awaitData: true}"));
        var reply = raw.ok("{getMore: NumberLong(%d), collection: 'things', maxTimeMS: 1}", cursor);
        assertThat(Raw.batch(reply, "nextBatch")).isEmpty();
        assertThat(Raw.cursorOf(reply)).isEqualTo(cursor);
        raw.ok("{insert: 'things', documents: [{_id: 2}]}");
        assertThat(Raw.batch(raw.ok("{getMore: NumberLong(%d), collection: 'things'}", cursor), "nextBatch"))
                .containsExactly(Raw.json("{_id: 2}"));
        raw.ok("{killCursors: 'things', cursors: [NumberLong(%d)]}", cursor);
    }

    @Test
    void killedIsGone() {
        long cursor = opened("");
        var reply = raw.ok("{killCursors: 'things', cursors: [NumberLong(%d), NumberLong(4711)]}", cursor);
        assertThat(reply.getArray("cursorsKilled"))
                .isEqualTo(Raw.json("{a: [NumberLong(%d)]}".formatted(cursor)).getArray("a"));
        assertThat(reply.getArray("cursorsNotFound")).hasSize(1);
        raw.fails(43, more(cursor) + "}");
    }

    @Test
    void killingOneStartsNoTransaction() {
        String session = raw.session();
        raw.fails(263, "{killCursors: 'things', cursors: [NumberLong(1)], %s}", Raw.begin(session, 1));
        raw.fails(251, "{find: 'things', %s}", Raw.in(session, 1));
    }

    @Test
    void theCursorOfAWholeDatabaseCanBeKilled() {
        long cursor = Raw.cursorOf(raw.ok("{aggregate: 1, pipeline: [{$changeStream: {}}], cursor: {}}"));
        String kill = "{killCursors: '$cmd.aggregate', cursors: [NumberLong(" + cursor + ")]}";
        assertThat(raw.ok(kill).getArray("cursorsKilled")).containsExactly(new BsonInt64(cursor));
        assertThat(raw.ok(kill).getArray("cursorsNotFound")).containsExactly(new BsonInt64(cursor));
    }
}
