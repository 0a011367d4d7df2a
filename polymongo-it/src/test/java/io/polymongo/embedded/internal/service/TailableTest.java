package io.polymongo.embedded.internal.service;

import static io.polymongo.embedded.internal.service.Harness.doc;
import static io.polymongo.embedded.internal.service.Harness.find;
import static io.polymongo.embedded.internal.service.Harness.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cursors that follow a capped collection. */
class TailableTest {

    private final Harness server = new Harness();

    @BeforeEach
    void collection() {
        server.run(
                doc("create", "c").append("capped", true).append("size", 10_000).append("max", 3));
        server.run(insert("c", doc("_id", 1), doc("_id", 2)));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Document open(Document find) {
        return (Document) server.run(find.append("tailable", true)).get("cursor");
    }

    private static Document more(Document cursor) {
        return doc("getMore", cursor.get("id")).append("collection", "c");
    }

    @SuppressWarnings("unchecked")
    private static List<Document> batch(Document reply) {
        return (List<Document>) ((Document) reply.get("cursor")).get("nextBatch");
    }

    /** A getMore on another thread, once it waits. */
    private FutureTask<Document> waiting(Document getMore) {
        FutureTask<Document> task = new FutureTask<>(() -> server.run(getMore));
        Thread thread = new Thread(task);
        thread.start();
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return task;
    }

    private static CommandError errorOf(FutureTask<Document> task) {
        ExecutionException failure = catchThrowableOfType(ExecutionException.class, task::get);
        return (CommandError) failure.getCause();
    }

    @Test
    void itStaysOpenAtTheEndAndGoesOnWhenThereIsMore() {
        Document cursor = open(find("c", doc("_id", doc("$gt", 1))));
        assertThat((List<?>) cursor.get("firstBatch")).isEqualTo(List.of(doc("_id", 2)));
        Document empty = server.run(more(cursor));
        assertThat(batch(empty)).isEmpty();
        assertThat(((Document) empty.get("cursor"))).containsEntry("id", cursor.get("id"));
        server.run(insert("c", doc("_id", 0), doc("_id", 3)));
        assertThat(batch(server.run(more(cursor)))).containsExactly(doc("_id", 3));
    }

    @Test
    void anEmptyCollectionCannotBeFollowed() {
        server.run(doc("create", "e").append("capped", true).append("size", 1000));
        assertThat(open(find("e", new Document()))).containsEntry("id", 0L);
        assertThat(open(find("absent", new Document()))).containsEntry("id", 0L);
        assertThat(open(find("c", doc("_id", 99)))).doesNotContainEntry("id", 0L);
    }

    @Test
    void aCollectionThatIsNotCappedCannotBeFollowed() {
        server.run(insert("d", doc("_id", 1)));
        CommandError error = server.fails(find("d", new Document()).append("tailable", true));
        assertThat(error.code()).isEqualTo(2);
        assertThat(error).hasMessageContaining("tailable cursor requested on non capped collection");
        assertThat(server.found(find("d", new Document()).append("tailable", false)))
                .hasSize(1);
        assertThat(server.client()
                        .begin()
                        .fails(find("c", new Document()).append("tailable", true))
                        .code())
                .isEqualTo(72);
    }

    @Test
    void onlyACursorThatAwaitsDataHasATimeToWait() {
        Document plain = open(find("c", new Document()));
        CommandError error = server.fails(more(plain).append("maxTimeMS", 10));
        assertThat(error.code()).isEqualTo(2);
        assertThat(error).hasMessage("cannot set maxTimeMS on getMore command for a non-awaitData cursor");
        Document awaiting = open(find("c", new Document()).append("awaitData", true));
        assertThat(batch(server.run(more(awaiting).append("maxTimeMS", 10)))).isEmpty();
    }

    @Test
    void anInsertWakesTheOneWhoWaits() throws Exception {
        Document cursor = open(find("c", doc("_id", doc("$gt", 1))).append("awaitData", true));
        FutureTask<Document> waiting = waiting(more(cursor).append("maxTimeMS", 600_000));
        server.run(insert("c", doc("_id", 0)));
        server.run(insert("other", doc("_id", 7)));
        assertThat(server.fails(more(cursor)).code()).isEqualTo(143);
        server.run(insert("c", doc("_id", 5)));
        assertThat(batch(waiting.get())).containsExactly(doc("_id", 5));
        assertThat(batch(server.run(more(cursor).append("maxTimeMS", 1)))).isEmpty();
    }

    @Test
    void killingTheCursorAndDroppingTheCollectionEndTheWait() {
        Document find = find("c", new Document()).append("awaitData", true);
        Document killed = open(find);
        FutureTask<Document> first = waiting(more(killed).append("maxTimeMS", 600_000));
        server.run(doc("killCursors", "c").append("cursors", List.of(killed.get("id"))));
        assertThat(errorOf(first).code()).isEqualTo(237);

        Document orphan = open(find);
        FutureTask<Document> second = waiting(more(orphan).append("maxTimeMS", 600_000));
        server.run(doc("drop", "c"));
        assertThat(errorOf(second).code()).isEqualTo(175);
        assertThat(server.fails(more(orphan)).code()).isEqualTo(43);
    }

    @Test
    void closingEndsTheWait() {
        Document cursor = open(find("c", new Document()).append("awaitData", true));
        FutureTask<Document> waiting = waiting(more(cursor).append("maxTimeMS", 600_000));
        server.close();
        assertThat(errorOf(waiting).code()).isEqualTo(11600);
    }

    @Test
    void whoFallsBehindHasLostThePosition() {
        Document cursor = open(find("c", new Document()).append("batchSize", 1));
        Document keepsUp = open(find("c", new Document()));
        server.run(insert("c", doc("_id", 3), doc("_id", 4)));
        CommandError error = server.fails(more(cursor));
        assertThat(error.code()).isEqualTo(136);
        assertThat(error)
                .hasMessageStartingWith("Executor error during getMore :: caused by :: CollectionScan died due to"
                        + " position in capped collection being deleted. Last seen record id: RecordId(");
        assertThat(server.fails(more(cursor)).code()).isEqualTo(43);
        assertThat(batch(server.run(more(keepsUp)))).containsExactly(doc("_id", 3), doc("_id", 4));
    }

    @Test
    void itIsClosedWhenItIdles() {
        Document cursor = open(find("c", new Document()));
        server.pass(Duration.ofMinutes(11));
        assertThat(server.fails(more(cursor)).code()).isEqualTo(43);
    }
}
