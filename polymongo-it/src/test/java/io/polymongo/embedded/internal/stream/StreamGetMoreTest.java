package io.polymongo.embedded.internal.stream;

import static io.polymongo.embedded.internal.stream.StreamBed.aggregate;
import static io.polymongo.embedded.internal.stream.StreamBed.change;
import static io.polymongo.embedded.internal.stream.StreamBed.ids;
import static io.polymongo.embedded.internal.stream.StreamBed.types;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.FakeConnection;
import io.polymongo.embedded.internal.command.Owner;
import io.polymongo.embedded.internal.oplog.OplogEntry.Kind;
import io.polymongo.embedded.internal.stream.StreamBed.Stream;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a stream is read on, waited on and ended. */
class StreamGetMoreTest {

    private static final long LONG = 600_000;

    private final StreamBed bed = new StreamBed();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final AtomicReference<Thread> reader = new AtomicReference<>();

    @AfterEach
    void close() {
        bed.close();
        workers.shutdownNow();
    }

    private Future<List<Document>> waitOn(Stream stream) {
        reader.set(null);
        Future<List<Document>> events = workers.submit(() -> {
            reader.set(Thread.currentThread());
            return stream.next(stream.getMore().append("maxTimeMS", LONG));
        });
        await().until(() -> reader.get() != null && reader.get().getState() == Thread.State.TIMED_WAITING);
        return events;
    }

    @Test
    void onlyWhoOpenedItReadsOn() {
        Stream stream = bed.watch("db", "things");
        FakeConnection another = new FakeConnection();
        another.attribute(Owner.class, new Owner("bob@admin"));
        assertThatThrownBy(() -> bed.streams.handle(another.request("db", stream.getMore())))
                .isInstanceOfSatisfying(
                        CommandError.class, error -> assertThat(error.code()).isEqualTo(13))
                .hasMessage("cursor id " + stream.id + " was not created by the authenticated user");
        assertThat(stream.next()).isEmpty();
    }

    private static void assertFails(Future<List<Document>> events, int code) {
        assertThatThrownBy(() -> events.get(2, TimeUnit.MINUTES))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        CommandError.class, error -> assertThat(error.code()).isEqualTo(code));
    }

    @Test
    void aChangeWakesTheReader() throws Exception {
        Stream stream = bed.watch("shop", "orders");
        Future<List<Document>> events = waitOn(stream);
        bed.insert("shop", "orders", 1);
        assertThat(ids(events.get(2, TimeUnit.MINUTES))).containsExactly(1);
    }

    @Test
    void aChangeElsewhereLetsTheReaderSleep() throws Exception {
        Future<List<Document>> events = waitOn(bed.watch("shop", "orders"));
        for (int id = 0; id < 100; id++) {
            bed.insert("shop", "other", id);
        }
        assertThat(reader.get().getState()).isEqualTo(Thread.State.TIMED_WAITING);
        assertThat(events).isNotDone();
        bed.insert("shop", "orders", 1);
        assertThat(ids(events.get(2, TimeUnit.MINUTES))).containsExactly(1);
    }

    @Test
    void aFilteredChangeDoesNotEndTheWait() throws Exception {
        Future<List<Document>> events =
                waitOn(bed.watch("shop", "orders", new Document("$match", new Document("documentKey._id", 2))));
        bed.insert("shop", "orders", 1);
        bed.insert("shop", "orders", 2);
        assertThat(ids(events.get(2, TimeUnit.MINUTES))).containsExactly(2);
    }

    @Test
    void withoutAChangeTheReaderWaitsAsLongAsItWas() {
        Stream stream = bed.watch("shop", "orders");
        long began = System.nanoTime();
        assertThat(stream.next(stream.getMore().append("maxTimeMS", 50L))).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(50), Duration.ofSeconds(30));
        Document getMore = stream.getMore();
        getMore.remove("maxTimeMS");
        began = System.nanoTime();
        assertThat(stream.next(getMore)).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(990), Duration.ofSeconds(30));
    }

    @Test
    void batchesAreAsLargeAsAskedFor() {
        Stream stream = bed.watch("shop", "orders");
        bed.insert("shop", "orders", 1, 2, 3, 4);
        assertThat(ids(stream.next(stream.getMore().append("batchSize", 3)))).containsExactly(1, 2, 3);
        assertThat(ids(stream.next())).containsExactly(4);
        Document first = aggregate(
                "orders",
                new Document(
                        "startAtOperationTime", bed.oplog.after(0, 1).get(0).timestamp()));
        Document two = bed.run("shop", new Document(first).append("cursor", new Document("batchSize", 2)));
        Document none = bed.run("shop", new Document(first).append("cursor", new Document("batchSize", 0)));
        assertThat((List<?>) ((Document) two.get("cursor")).get("firstBatch")).hasSize(2);
        assertThat((List<?>) ((Document) none.get("cursor")).get("firstBatch")).isEmpty();
    }

    @Test
    void theFirstBatchHas101EventsUnlessAsked() {
        for (int id = 0; id < 150; id++) {
            bed.insert("shop", "orders", id);
        }
        Stream stream = bed.open(
                "shop",
                "orders",
                new Document(
                        "startAtOperationTime", bed.oplog.after(0, 1).get(0).timestamp()));
        assertThat(stream.events()).hasSize(101);
        assertThat(stream.next()).hasSize(49);
    }

    @Test
    void aBatchHasNoMoreThan16Megabytes() {
        Stream stream = bed.watch("shop", "orders");
        String large = "x".repeat(6 * 1024 * 1024);
        for (int id = 1; id <= 3; id++) {
            bed.append(
                    change(Kind.INSERT, "shop", "orders", id, null, new Document("_id", id).append("x", large), false));
        }
        assertThat(ids(stream.next())).containsExactly(1, 2);
        assertThat(stream.token()).isEqualTo(stream.events().get(1).get("_id"));
        assertThat(ids(stream.next())).containsExactly(3);
    }

    @Test
    void anEventOfMoreThan16MegabytesIsAnError() {
        bed.collections.add("shop.orders");
        Stream stream = bed.open("shop", "orders", new Document("fullDocumentBeforeChange", "required"));
        Document before = new Document("_id", 1).append("x", "x".repeat(9 * 1024 * 1024));
        Document after = new Document("_id", 1).append("x", "y".repeat(9 * 1024 * 1024));
        bed.append(change(Kind.REPLACE, "shop", "orders", 1, before, after, true));
        assertThat(stream.failure().code()).isEqualTo(10334);
        assertThat(bed.streams.openStreams()).isZero();
    }

    @Test
    void anInvalidationThatDoesNotFitComesNextAndThenTheEnd() {
        Stream stream = bed.watch("shop", "orders");
        bed.drop("shop", "orders");
        Document getMore = stream.getMore().append("batchSize", 1);
        assertThat(types(stream.next(new Document(getMore)))).containsExactly("drop");
        assertThat(types(stream.next(new Document(getMore)))).containsExactly("invalidate");
        assertThat(stream.isOver()).isFalse();
        assertThat(stream.next(new Document(getMore).append("maxTimeMS", LONG))).isEmpty();
        assertThat(stream.isOver()).isTrue();
    }

    @Test
    void anotherSessionCannotReadOn() {
        Document one = new Document("id", UUID.randomUUID());
        Document two = new Document("id", UUID.randomUUID());
        Stream withSession = bed
        .new Stream("shop", bed.run("shop", aggregate("orders", new Document()).append("lsid", one)));
        Stream without = bed.watch("shop", "orders");
        assertThat(code(without.getMore().append("lsid", one))).isEqualTo(50736);
        assertThat(code(withSession.getMore())).isEqualTo(50737);
        assertThat(code(withSession.getMore().append("lsid", two))).isEqualTo(50738);
        assertThat(code(withSession
                        .getMore()
                        .append("lsid", one)
                        .append("autocommit", false)
                        .append("txnNumber", 1L)))
                .isEqualTo(50739);
        assertThat(withSession.next(withSession.getMore().append("lsid", one))).isEmpty();
        assertThat(without.next()).isEmpty();
    }

    private int code(Document body) {
        return bed.failure("shop", body).code();
    }

    @Test
    void anotherNamespaceCannotReadOn() {
        Stream stream = bed.watch("shop", "orders");
        assertThat(code(stream.getMore().append("collection", "other"))).isEqualTo(13);
        assertThat(bed.failure("other", stream.getMore()).code()).isEqualTo(13);
        assertThat(stream.next()).isEmpty();
    }

    @Test
    void oneRequestReadsAtATime() throws Exception {
        Stream stream = bed.watch("shop", "orders");
        Future<List<Document>> events = waitOn(stream);
        assertThat(code(stream.getMore())).isEqualTo(143);
        bed.insert("shop", "orders", 1);
        assertThat(events.get(2, TimeUnit.MINUTES)).hasSize(1);
        assertThat(stream.next()).isEmpty();
    }

    @Test
    void aKilledCursorIsGoneAndWakesItsReader() {
        Stream stream = bed.watch("shop", "orders");
        Stream other = bed.watch("shop", "orders");
        Future<List<Document>> events = waitOn(stream);
        Document reply = bed.run("shop", new Document("killCursors", "orders").append("cursors", List.of(stream.id)));
        assertThat(reply.get("cursorsKilled")).isEqualTo(List.of(stream.id));
        assertThat(reply.get("cursorsNotFound")).isEqualTo(List.of());
        assertThat(reply.get("ok")).isEqualTo(1.0);
        assertFails(events, 237);
        assertThat(stream.failure().code()).isEqualTo(43);
        assertThat(other.next()).isEmpty();
        assertThat(bed.streams.isStream(stream.id)).isFalse();
        assertThat(bed.streams.isStream(other.id)).isTrue();
    }

    @Test
    void cursorsOfBothKindsAreKilledTogether() {
        Stream stream = bed.watch("shop", "orders");
        Document body = new Document("killCursors", "orders").append("cursors", List.of(77L, stream.id, 88L));
        Document reply = bed.run("shop", body);
        assertThat(reply.get("cursorsKilled")).isEqualTo(List.of(stream.id, 77L));
        assertThat(reply.get("cursorsNotFound")).isEqualTo(List.of(88L));
        assertThat(bed.passedOn).hasSize(1);
        assertThat(bed.passedOn.get(0).body().get("cursors")).isEqualTo(List.of(77L, 88L));
        bed.run("shop", new Document("killCursors", "orders").append("cursors", List.of(88L)));
        assertThat(bed.passedOn.get(1).body().get("cursors")).isEqualTo(List.of(88L));
    }

    @Test
    void theEndOfASessionEndsItsStreams() {
        UUID session = UUID.randomUUID();
        Document body = aggregate("orders", new Document()).append("lsid", new Document("id", session));
        Stream stream = bed.new Stream("shop", bed.run("shop", body));
        bed.streams.killSession(UUID.randomUUID());
        assertThat(bed.streams.isStream(stream.id)).isTrue();
        bed.streams.killSession(session);
        assertThat(bed.streams.isStream(stream.id)).isFalse();
    }

    @Test
    void closingInterruptsReadersAndRefusesNewStreams() {
        Stream stream = bed.watch("shop", "orders");
        Future<List<Document>> events = waitOn(stream);
        bed.streams.close();
        assertFails(events, 11601);
        assertThat(code(aggregate("orders", new Document()))).isEqualTo(11601);
        assertThat(bed.streams.openStreams()).isZero();
    }

    @Test
    void aMembersStreamsEndWithItAndOthersDoNot() {
        Stream stream = bed.watch("shop", "orders");
        Stream elsewhere = bed.new Stream("shop", bed.run(1, "shop", aggregate("orders", new Document())));
        Future<List<Document>> events = waitOn(stream);
        bed.streams.killMember(0);
        assertFails(events, 11601);
        assertThat(bed.streams.isStream(elsewhere.id)).isTrue();
        assertThat(bed.watch("shop", "orders").next()).isEmpty();
    }

    @Test
    void anotherMemberDoesNotKnowTheCursor() {
        Stream stream = bed.watch("shop", "orders");
        assertThatThrownBy(() -> bed.run(1, "shop", stream.getMore()))
                .isInstanceOfSatisfying(
                        CommandError.class, error -> assertThat(error.code()).isEqualTo(43));
        bed.run(1, "shop", new Document("killCursors", "orders").append("cursors", List.of(stream.id)));
        assertThat(bed.passedOn).hasSize(2);
        assertThat(stream.next()).isEmpty();
    }

    @Test
    void anInterruptedReaderSaysSo() {
        Future<List<Document>> events = waitOn(bed.watch("shop", "orders"));
        reader.get().interrupt();
        assertFails(events, 11601);
        assertThat(bed.streams.openStreams()).isZero();
    }
}
