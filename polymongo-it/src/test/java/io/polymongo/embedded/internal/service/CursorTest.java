package io.polymongo.embedded.internal.service;

import static io.polymongo.embedded.internal.service.Harness.doc;
import static io.polymongo.embedded.internal.service.Harness.find;
import static io.polymongo.embedded.internal.service.Harness.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.Owner;
import io.polymongo.embedded.internal.service.Harness.Client;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CursorTest {

    private static final Owner ANN = new Owner("ann@admin");
    private static final Owner BOB = new Owner("bob@admin");

    private final Harness server = new Harness();

    @BeforeEach
    void data() {
        server.run(
                insert("c", IntStream.range(0, 250).mapToObj(i -> doc("_id", i)).toArray(Document[]::new)));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Document open(Document command) {
        return (Document) server.run(command).get("cursor");
    }

    private static Document more(Document cursor) {
        return doc("getMore", cursor.get("id")).append("collection", "c");
    }

    private static int size(Document cursor, String batch) {
        return ((List<?>) cursor.get(batch)).size();
    }

    @Test
    void theFirstBatchIsOfAHundredAndOneAndTheNextOfTheRest() {
        Document cursor = open(find("c", new Document()));
        assertThat(size(cursor, "firstBatch")).isEqualTo(101);
        assertThat(cursor).containsEntry("ns", "shop.c");
        Document next = open(more(cursor));
        assertThat(size(next, "nextBatch")).isEqualTo(149);
        assertThat(next).containsEntry("id", 0L);
        assertThat(server.fails(more(cursor)).code()).isEqualTo(43);
    }

    @Test
    void onlyWhoOpenedItReadsOn() {
        Document cursor = (Document)
                server.runAs(ANN, Harness.DB, find("c", new Document())).get("cursor");
        assertThatThrownBy(() -> server.runAs(BOB, Harness.DB, more(cursor)))
                .isInstanceOfSatisfying(
                        CommandError.class, error -> assertThat(error.code()).isEqualTo(13))
                .hasMessage("cursor id " + cursor.get("id") + " was not created by the authenticated user");
        assertThat(server.runAs(ANN, Harness.DB, more(cursor))).containsEntry("ok", 1.0);
    }

    @Test
    void aSessionIsOfOneUser() {
        Document ping = doc("ping", 1).append("lsid", doc("id", UUID.randomUUID()));
        server.runAs(ANN, Harness.DB, ping);
        assertThatThrownBy(() -> server.runAs(BOB, Harness.DB, ping))
                .isInstanceOfSatisfying(
                        CommandError.class, error -> assertThat(error.code()).isEqualTo(115));
        assertThat(server.runAs(ANN, Harness.DB, ping)).containsEntry("ok", 1.0);
    }

    @Test
    void batchSizeZeroAndSingleBatchAreObeyed() {
        Document cursor = open(find("c", new Document()).append("batchSize", 0));
        assertThat(size(cursor, "firstBatch")).isZero();
        assertThat(size(open(more(cursor).append("batchSize", 10)), "nextBatch"))
                .isEqualTo(10);
        Document single = open(find("c", new Document()).append("batchSize", 3).append("singleBatch", true));
        assertThat(size(single, "firstBatch")).isEqualTo(3);
        assertThat(single).containsEntry("id", 0L);
    }

    @Test
    void limitAndSkipAreObeyed() {
        assertThat(server.found(find("c", new Document()).append("skip", 248)))
                .containsExactly(doc("_id", 248), doc("_id", 249));
        Document sorted =
                find("c", new Document()).append("sort", doc("_id", -1)).append("limit", 2);
        assertThat(server.found(sorted)).containsExactly(doc("_id", 249), doc("_id", 248));
        assertThat(server.fails(find("c", new Document()).append("limit", -1)).code())
                .isEqualTo(51024);
    }

    @Test
    void aCursorBelongsToItsSession() {
        Client one = server.client();
        Document cursor = open(find("c", new Document()).append("lsid", one.lsid));
        assertThat(server.fails(more(cursor)).code()).isEqualTo(50737);
        assertThat(server.fails(more(cursor).append("lsid", server.client().lsid))
                        .code())
                .isEqualTo(50738);
        Document without = open(find("c", new Document()));
        assertThat(server.fails(more(without).append("lsid", one.lsid)).code()).isEqualTo(50736);
        Document stranger = more(without);
        stranger.put("collection", "d");
        assertThat(server.fails(stranger).code()).isEqualTo(13);
        one.begin();
        one.found(find("c", new Document()));
        assertThat(one.fails(more(cursor)).code()).isEqualTo(50739);
    }

    @Test
    void endingASessionKillsItsCursorsAndItsTransaction() {
        Client one = server.client();
        Document cursor = open(find("c", new Document()).append("lsid", one.lsid));
        one.begin();
        one.run(insert("c", doc("_id", 1000)));
        server.run("admin", doc("endSessions", List.of(one.lsid)));
        assertThat(server.fails(more(cursor).append("lsid", one.lsid)).code()).isEqualTo(43);
        assertThat(server.fails("admin", one.ending("commitTransaction")).code())
                .isEqualTo(251);
        assertThat(server.all("c")).hasSize(250);
    }

    @Test
    void killingAnswersInLists() {
        Object id = open(find("c", new Document())).get("id");
        Document reply = server.run(doc("killCursors", "c").append("cursors", List.of(id, 77L)));
        assertThat(reply)
                .containsEntry("cursorsKilled", List.of(id))
                .containsEntry("cursorsNotFound", List.of(77L))
                .containsEntry("cursorsAlive", List.of())
                .containsEntry("cursorsUnknown", List.of());
    }

    @Test
    void anIdleCursorIsClosedUnlessItMayIdle() {
        Document idle = open(find("c", new Document()));
        Document patient = open(find("c", new Document()).append("noCursorTimeout", true));
        server.pass(Duration.ofMinutes(10));
        assertThat(server.fails(more(idle)).code()).isEqualTo(43);
        assertThat(size(open(more(patient)), "nextBatch")).isEqualTo(149);
    }

    @Test
    void aCursorKeepsWhatItFound() {
        Document cursor = open(find("c", new Document()));
        server.run(Harness.delete("c", new Document(), 0));
        assertThat(size(open(more(cursor)), "nextBatch")).isEqualTo(149);
    }

    @Test
    void aSnapshotOutsideOfTransactionsCanBeReadAgain() {
        Client one = server.client();
        Document concern = doc("level", "snapshot");
        Document cursor =
                open(find("c", doc("_id", 1)).append("readConcern", concern).append("lsid", one.lsid));
        server.run(Harness.delete("c", new Document(), 0));
        Document again = doc("level", "snapshot").append("atClusterTime", cursor.get("atClusterTime"));
        assertThat(server.found(find("c", doc("_id", 1)).append("readConcern", again)))
                .hasSize(1);
        assertThat(server.all("c")).isEmpty();
        assertThat(server.fails(doc("count", "c").append("readConcern", concern))
                        .code())
                .isEqualTo(72);
        server.pass(Duration.ofMinutes(5));
        assertThat(server.fails(find("c", doc("_id", 1)).append("readConcern", again))
                        .code())
                .isEqualTo(239);
        assertThat(server.service.versions()).isZero();
    }
}
