package io.polymongo.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.contract.Raw;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a member says that steps down or is not primary, command by command; every connection lives on. */
@Timeout(120)
class StepDownIT {

    private static final String TRANSIENT = "TransientTransactionError";
    private static final String INSERT = "{insert: 'things', documents: [{_id: %d}]}";

    private EmbeddedMongo server;
    private Raw raw;
    private Raw secondary;

    @BeforeEach
    void start() {
        server = Sets.three();
        raw = Sets.raw(server, 0);
        secondary = Sets.raw(server, 1);
        raw.ok("{insert: 'things', documents: [{_id: 1, n: 0}, {_id: 2, n: 0}]}");
    }

    @AfterEach
    void end() {
        // The sessions are gone with the server.
        server.close();
    }

    private void stepDown() {
        server.stepDown();
        await().until(() -> server.primary().isPresent());
        assertThat(server.primary()).hasValue(1);
    }

    @Test
    void aSecondaryNeitherWritesNorReadsUnlessItIsAskedTo() {
        secondary.fails(10107, INSERT, 3);
        secondary.fails(10107, "{find: 'things', %s}", Raw.begin(secondary.session(), 1));
        secondary.fails(13435, "{find: 'things'}");
        assertThat(secondary.found("{find: 'things', $readPreference: {mode: 'secondaryPreferred'}}"))
                .hasSize(2);
        raw.ok(INSERT, 3);
    }

    @Test
    void afterAStepDownAnotherWrites() {
        stepDown();
        BsonDocument reply = raw.fails(10107, INSERT, 3);
        assertThat(reply).containsKey("topologyVersion");
        assertThat(Raw.labels(reply)).isEmpty();
        assertThat(Raw.labels(raw.fails(
                        10107,
                        "{insert: 'things', documents: [{_id: 3}], %s, txnNumber: NumberLong(1)}",
                        raw.session())))
                .containsExactly("RetryableWriteError");
        secondary.ok(INSERT, 3);
        assertThat(raw.found("{find: 'things', $readPreference: {mode: 'secondary'}}"))
                .hasSize(3);
    }

    @Test
    void helloTellsWhichOneItIs() {
        BsonDocument before = raw.admin("{hello: 1}");
        assertThat(before.getBoolean("isWritablePrimary").getValue()).isTrue();
        assertThat(before.getArray("hosts")).hasSize(3);
        BsonDocument other = secondary.admin("{hello: 1}");
        assertThat(other.getBoolean("isWritablePrimary").getValue()).isFalse();
        assertThat(other.getBoolean("secondary").getValue()).isTrue();
        assertThat(other.getString("primary")).isEqualTo(before.getString("me"));
        assertThat(other).doesNotContainKey("electionId");
        stepDown();
        BsonDocument after = raw.admin("{hello: 1}");
        assertThat(after.getBoolean("isWritablePrimary").getValue()).isFalse();
        assertThat(after.getString("primary")).isEqualTo(other.getString("me"));
        assertThat(counter(after)).isGreaterThan(counter(before));
        assertThat(secondary.admin("{hello: 1}").getObjectId("electionId"))
                .isGreaterThan(before.getObjectId("electionId"));
    }

    private static long counter(BsonDocument hello) {
        return hello.getDocument("topologyVersion").getInt64("counter").getValue();
    }

    @Test
    void aCommandMakesItStepDownToo() {
        secondary.failsOnAdmin(10107, "{replSetStepDown: 60}");
        raw.admin("{replSetStepDown: 60}");
        raw.fails(10107, INSERT, 3);
        await().until(() -> server.primary().isPresent());
        assertThat(server.primary().getAsInt()).isNotZero();
    }

    @Test
    void anOpenTransactionIsGoneEverywhere() {
        String session = raw.session();
        raw.ok("{update: 'things', updates: [{q: {_id: 1}, u: {$inc: {n: 1}}}], %s}", Raw.begin(session, 1));
        stepDown();
        BsonDocument there = raw.fails(10107, "{find: 'things', %s}", Raw.in(session, 1));
        assertThat(Raw.labels(there)).containsExactly(TRANSIENT);
        BsonDocument here = secondary.fails(251, "{find: 'things', %s}", Raw.in(session, 1));
        assertThat(Raw.labels(here)).containsExactly(TRANSIENT);
        BsonDocument commit = secondary.failsOnAdmin(251, "{commitTransaction: 1, %s}", Raw.in(session, 1));
        assertThat(Raw.labels(commit)).containsExactly(TRANSIENT);
        assertThat(secondary.found("{find: 'things', filter: {n: 1}}")).isEmpty();
    }

    @Test
    void aCommittedTransactionStaysCommitted() {
        String session = raw.session();
        raw.ok("{update: 'things', updates: [{q: {_id: 1}, u: {$inc: {n: 1}}}], %s}", Raw.begin(session, 1));
        raw.admin("{commitTransaction: 1, %s}", Raw.in(session, 1));
        stepDown();
        secondary.admin("{commitTransaction: 1, %s}", Raw.in(session, 1));
        assertThat(secondary.found("{find: 'things', filter: {n: 1}}")).hasSize(1);
    }

    /** The first statement is seen by others once it is done; the second waits for the transaction. */
    @Test
    void aWriteThatWaitsIsInterrupted() throws Exception {
        try (Raw holder = Sets.raw(server, 0)) {
            String open = Raw.begin("lsid: {id: UUID('00000000-0000-0000-0000-000000000001')}", 1);
            holder.ok("{update: 'things', updates: [{q: {_id: 2}, u: {$inc: {n: 1}}}], %s}", open);
            CompletableFuture<BsonDocument> waiting = CompletableFuture.supplyAsync(() -> raw.run(
                    "{update: 'things', updates: [{q: {_id: 1}, u: {$inc: {n: 1}}}, {q: {_id: 2}, u: {$inc: {n: 1}}}],"
                            + " %s, txnNumber: NumberLong(1)}",
                    raw.session()));
            await().until(() ->
                    !holder.found("{find: 'things', filter: {n: 1}}").isEmpty());

            server.stepDown();

            BsonDocument reply = Raw.failed(11602, waiting.get(20, TimeUnit.SECONDS));
            assertThat(Raw.labels(reply)).containsExactly("RetryableWriteError");
            raw.ok("{ping: 1}");
            holder.ok("{ping: 1}");
        }
    }

    /** A cursor is its member's, whatever that member has become; one of a transaction went with it. */
    @Test
    void aCursorIsReadOn() {
        long cursor = Raw.cursorOf(raw.ok("{find: 'things', batchSize: 1}"));
        String session = raw.session();
        long inside = Raw.cursorOf(raw.ok("{find: 'things', batchSize: 1, %s}", Raw.begin(session, 1)));
        stepDown();
        assertThat(Raw.batch(raw.ok("{getMore: NumberLong(%d), collection: 'things'}", cursor), "nextBatch"))
                .hasSize(1);
        BsonDocument reply = raw.run("{getMore: NumberLong(%d), collection: 'things', %s}", inside, Raw.in(session, 1));
        assertThat(Raw.labels(reply)).containsExactly(TRANSIENT);
    }
}
