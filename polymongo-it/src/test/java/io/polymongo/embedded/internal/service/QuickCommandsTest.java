package io.polymongo.embedded.internal.service;

import static io.polymongo.embedded.internal.service.Harness.DB;
import static io.polymongo.embedded.internal.service.Harness.doc;
import static io.polymongo.embedded.internal.service.Harness.find;
import static io.polymongo.embedded.internal.service.Harness.insert;
import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.FakeConnection;
import io.polymongo.embedded.internal.command.Request;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which commands a thread of the network answers itself. */
class QuickCommandsTest {

    private final Harness harness = new Harness();
    private final QuickCommands quick = new QuickCommands(harness.service);

    @BeforeEach
    void fill() {
        harness.run(insert("c", doc("_id", 1).append("x", "one")));
    }

    @AfterEach
    void end() {
        harness.close();
    }

    private @Nullable Document atOnce(Document command) {
        return quick.atOnce(new Request(new FakeConnection(), DB, command, false));
    }

    private static Document byId(Object id) {
        return find("c", doc("_id", id));
    }

    @Test
    void aFindByItsIdIsAnsweredAsItAlwaysIs() {
        Document expected = harness.run(byId(1).append("singleBatch", true).append("limit", 1));

        assertThat(atOnce(byId(1).append("singleBatch", true).append("limit", 1)))
                .isEqualTo(expected);
        assertThat(expected.toString()).contains("one");
        assertThat(atOnce(byId(2))).isEqualTo(harness.run(byId(2)));
        assertThat(atOnce(find("none", doc("_id", 1)))).isEqualTo(harness.run(find("none", doc("_id", 1))));
    }

    @Test
    void anInsertOfOneDocumentIsDone() {
        assertThat(atOnce(insert("c", doc("_id", 2)))).isEqualTo(doc("ok", 1.0).append("n", 1));

        assertThat(harness.all("c")).extracting(found -> found.get("_id")).containsExactly(1, 2);
    }

    @Test
    void anErrorIsAnAnswer() {
        Document reply = atOnce(insert("c", doc("_id", 1)));

        assertThat(reply).isEqualTo(harness.run(insert("c", doc("_id", 1))));
        assertThat(reply.toString()).contains("11000");
    }

    static Stream<Document> longer() {
        Document inTransaction = doc("lsid", doc("id", UUID.randomUUID()))
                .append("txnNumber", 1L)
                .append("autocommit", false);
        return Stream.of(
                find("c", doc("x", "one")),
                find("c", new Document()),
                doc("find", "c"),
                byId(doc("$gt", 0)),
                byId(List.of(1)),
                find("c", doc("_id", 1).append("x", "one")),
                byId(1).append("sort", doc("x", 1)),
                byId(1).append("projection", doc("x", 1)),
                byId(1).append("tailable", true).append("awaitData", true),
                byId(1).append("let", doc("a", 1)),
                byId(1).append("readConcern", doc("level", "snapshot")),
                with(byId(1), inTransaction),
                with(insert("c", doc("_id", 7)), inTransaction),
                insert("c", doc("_id", 7), doc("_id", 8)),
                insert("c"),
                insert("c", doc("_id", 7)).append("maxTimeMS", 1),
                Harness.update("c", doc("_id", 1), doc("$set", doc("x", 2))),
                Harness.delete("c", doc("_id", 1), 1),
                doc("aggregate", "c").append("pipeline", List.of()).append("cursor", new Document()),
                doc("getMore", 1L).append("collection", "c"),
                doc("ping", 1));
    }

    private static Document with(Document command, Document more) {
        Document all = command.clone();
        all.putAll(more);
        return all;
    }

    @ParameterizedTest
    @MethodSource("longer")
    void everythingElseIsLeftToAThreadThatMayWait(Document command) {
        assertThat(atOnce(command)).isNull();
        assertThat(harness.all("c")).containsExactly(doc("_id", 1).append("x", "one"));
    }

    @Test
    void whatATransactionHoldsIsNotWaitedFor() {
        Harness.Client other = harness.client().begin();
        other.run(insert("c", doc("_id", 2)));

        assertThat(atOnce(insert("c", doc("_id", 2)))).isNull();
        assertThat(atOnce(insert("c", doc("_id", 3)))).isNotNull();
        assertThat(atOnce(byId(2))).isNotNull();

        other.abort();
        assertThat(atOnce(insert("c", doc("_id", 2)))).isNotNull();
    }

    @Test
    void aRetryableInsertThatWasLeftIsStillRunOnce() {
        Harness.Client other = harness.client().begin();
        other.run(insert("c", doc("_id", 2)));
        Document command = insert("c", doc("_id", 2))
                .append("lsid", doc("id", UUID.randomUUID()))
                .append("txnNumber", 1L);

        assertThat(atOnce(command)).isNull();
        other.abort();

        assertThat(harness.run(command)).doesNotContainKey("retriedStmtIds").containsEntry("n", 1);
        assertThat(atOnce(command)).containsEntry("retriedStmtIds", List.of(0));
        assertThat(harness.asked).isEqualTo(1);
    }

    @Test
    void aTransactionOfTheSameSessionIsNotAborted() {
        Harness.Client client = harness.client().begin();
        client.run(insert("c", doc("_id", 2)));

        assertThat(atOnce(
                        insert("c", doc("_id", 3)).append("lsid", client.lsid).append("txnNumber", client.number + 1)))
                .isNull();

        client.commit();
        assertThat(harness.all("c")).extracting(found -> found.get("_id")).containsExactly(1, 2);
    }

    @Test
    void nobodyWaitsForTheLock() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Runnable listener = () -> {
            writing.countDown();
            await(goOn);
        };
        harness.oplog.addListener(listener);
        CompletableFuture<Document> writer =
                CompletableFuture.supplyAsync(() -> harness.run(insert("c", doc("_id", 2))));
        await(writing);

        assertThat(atOnce(byId(1))).isNull();
        assertThat(atOnce(insert("c", doc("_id", 3)))).isNull();

        harness.oplog.removeListener(listener);
        goOn.countDown();
        writer.get(10, TimeUnit.SECONDS);
        assertThat(atOnce(byId(1))).isNotNull();
        assertThat(harness.all("c")).extracting(found -> found.get("_id")).containsExactly(1, 2);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatMayBeLongIsLeft() {
        harness.run(doc("create", "capped").append("capped", true).append("size", 4096));
        harness.run(doc("create", "valid").append("validator", doc("x", doc("$exists", true))));
        harness.run(doc("create", "view").append("viewOn", "c").append("pipeline", List.of()));
        harness.run(doc("createIndexes", "unique")
                .append(
                        "indexes",
                        List.of(doc("key", doc("x", 1)).append("name", "x").append("unique", true))));

        for (String collection : List.of("capped", "valid", "view", "unique", "new")) {
            assertThat(atOnce(insert(collection, doc("_id", 1).append("x", 1))))
                    .as(collection)
                    .isNull();
        }
        assertThat(atOnce(find("view", doc("_id", 1)))).isNull();
        assertThat(atOnce(find("capped", doc("_id", 1)))).isNotNull();
        assertThat(harness.all("unique")).isEmpty();
    }

    @Test
    void aLargeDocumentIsSentByAnother() {
        harness.run(insert("c", doc("_id", 2).append("x", "x".repeat(5_000))));
        harness.run(insert("c", doc("_id", 3).append("x", Collections.nCopies(1_000, 1))));

        assertThat(atOnce(byId(2))).isNull();
        assertThat(atOnce(byId(3))).isNull();
        assertThat(harness.found(byId(2))).hasSize(1);
    }

    @Test
    void whatHasLastedTooLongIsEndedByAnother() {
        Harness.Client forgotten = harness.client().begin();
        forgotten.run(insert("c", doc("_id", 2)));
        harness.pass(Duration.ofSeconds(59));
        assertThat(atOnce(byId(1))).isNotNull();

        harness.pass(Duration.ofSeconds(1));

        assertThat(atOnce(byId(1))).isNull();
        assertThat(harness.run(byId(1))).isNotNull();
        assertThat(atOnce(byId(1))).isNotNull();
        assertThat(forgotten.fails(byId(1)).code()).isEqualTo(251);
    }
}
