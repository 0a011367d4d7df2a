package io.polymongo.embedded.internal.service;

import static io.polymongo.embedded.internal.service.Harness.delete;
import static io.polymongo.embedded.internal.service.Harness.doc;
import static io.polymongo.embedded.internal.service.Harness.find;
import static io.polymongo.embedded.internal.service.Harness.insert;
import static io.polymongo.embedded.internal.service.Harness.update;
import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.oplog.OplogEntry;
import io.polymongo.embedded.internal.service.Harness.Client;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionTest {

    private final Harness server = new Harness();
    private final Client client = server.client();

    @BeforeEach
    void data() {
        server.run(insert("c", doc("_id", 1).append("n", 0)));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void itsWritesAreItsOwnUntilTheCommitAndEverybodysAfterwards() {
        client.begin();
        client.run(insert("c", doc("_id", 2)));
        client.run(update("c", doc("_id", 1), doc("$inc", doc("n", 5))));
        assertThat(client.found(find("c", new Document())))
                .containsExactly(doc("_id", 1).append("n", 5), doc("_id", 2));
        assertThat(server.all("c")).containsExactly(doc("_id", 1).append("n", 0));
        client.commit();
        assertThat(server.all("c")).containsExactly(doc("_id", 1).append("n", 5), doc("_id", 2));
        assertThat(client.commit().get("ok")).isEqualTo(1.0);
    }

    @Test
    void itSeesWhatWasCommittedWhenItBegan() {
        client.begin();
        client.found(find("c", new Document()));
        server.run(insert("c", doc("_id", 2)));
        server.run(delete("c", doc("_id", 1), 1));
        server.run("other", insert("d", doc("_id", 1)));
        assertThat(client.found(find("c", new Document())))
                .containsExactly(doc("_id", 1).append("n", 0));
        assertThat(client.found(find("c", doc("_id", 2)))).isEmpty();
        client.commit();
        assertThat(server.all("c")).containsExactly(doc("_id", 2));
    }

    @Test
    void anAbortLeavesNothing() {
        client.begin();
        client.run(insert("c", doc("_id", 2)));
        client.run(insert("fresh", doc("_id", 1)));
        client.run(delete("c", doc("_id", 1), 1));
        client.abort();
        assertThat(server.all("c")).containsExactly(doc("_id", 1).append("n", 0));
        assertThat(server.service.exists("shop", "fresh")).isFalse();
        assertThat(server.kinds()).containsExactly(OplogEntry.Kind.CREATE, OplogEntry.Kind.INSERT);
        assertThat(server.service.versions()).isEqualTo(1);
    }

    @Test
    void aCommitIsOneMomentInTheOplog() {
        long before = server.oplog.latestSequence();
        client.begin();
        client.run(insert("c", doc("_id", 2)));
        client.run(update("c", doc("_id", 1), doc("$set", doc("n", 1))));
        assertThat(server.oplog.latestSequence()).isEqualTo(before);
        client.commit();
        List<OplogEntry> entries = server.oplog.after(before, 10);
        assertThat(entries).hasSize(2);
        assertThat(entries)
                .extracting(OplogEntry::timestamp)
                .containsOnly(entries.get(0).timestamp());
        assertThat(entries).extracting(OplogEntry::txnNumber).containsOnly(client.number);
        assertThat(entries).extracting(OplogEntry::lsid).containsOnly(client.lsid);
    }

    @Test
    void aDocumentThatIsNewerThanTheSnapshotConflicts() {
        client.begin();
        client.found(find("c", new Document()));
        server.run(update("c", doc("_id", 1), doc("$inc", doc("n", 1))));
        CommandError error = client.fails(update("c", doc("_id", 1), doc("$inc", doc("n", 1))));
        assertThat(error.code()).isEqualTo(112);
        assertThat(error.labels()).containsExactly("TransientTransactionError");
        assertThat(server.fails("admin", client.ending("commitTransaction")).code())
                .isEqualTo(251);
    }

    @Test
    void aDocumentThatAnotherTransactionHasWrittenConflictsAtOnce() {
        Client other = server.client();
        client.begin();
        client.run(update("c", doc("_id", 1), doc("$inc", doc("n", 1))));
        client.run(insert("c", doc("_id", 9)));
        other.begin();
        assertThat(other.fails(delete("c", doc("_id", 1), 1)).code()).isEqualTo(112);
        other.begin();
        assertThat(other.fails(insert("c", doc("_id", 9))).code()).isEqualTo(112);
        other.begin();
        other.run(insert("c", doc("_id", 10)));
        other.commit();
        client.commit();
        assertThat(server.all("c")).hasSize(3);
    }

    @Test
    void numbersMustRise() {
        client.begin();
        client.run(insert("c", doc("_id", 2)));
        Document again = client.in(insert("c", doc("_id", 3))).append("startTransaction", true);
        assertThat(server.fails(again).code()).isEqualTo(117);
        client.number = 0;
        assertThat(server.fails(client.in(insert("c", doc("_id", 3)))).code()).isEqualTo(225);
        client.number = 7;
        CommandError unknown = server.fails(client.in(insert("c", doc("_id", 3))));
        assertThat(unknown.code()).isEqualTo(251);
        assertThat(unknown.labels()).containsExactly("TransientTransactionError");
        client.number = 1;
        client.commit();
        assertThat(server.all("c")).hasSize(2);
    }

    @Test
    void aNewNumberAbortsTheOldTransaction() {
        client.begin();
        client.run(insert("c", doc("_id", 2)));
        client.begin();
        client.run(insert("c", doc("_id", 3)));
        client.commit();
        assertThat(server.all("c")).extracting(each -> each.get("_id")).containsExactly(1, 3);
    }

    @Test
    void afterTheEndNothingGoesOn() {
        client.begin();
        client.run(insert("c", doc("_id", 2)));
        client.commit();
        assertThat(client.fails(insert("c", doc("_id", 3))).code()).isEqualTo(256);
        assertThat(server.fails("admin", client.ending("abortTransaction")).code())
                .isEqualTo(256);
        client.begin();
        client.run(insert("c", doc("_id", 3)));
        client.abort();
        assertThat(client.fails(insert("c", doc("_id", 3))).code()).isEqualTo(251);
        assertThat(server.fails("admin", client.ending("abortTransaction")).code())
                .isEqualTo(251);
        assertThat(server.fails("admin", client.ending("commitTransaction")).code())
                .isEqualTo(251);
    }

    @Test
    void concernsBelongToTheFirstCommandAndTheCommit() {
        client.begin();
        client.found(find("c", new Document()).append("readConcern", doc("level", "snapshot")));
        CommandError late = client.fails(find("c", new Document()).append("readConcern", doc("level", "snapshot")));
        assertThat(late.code()).isEqualTo(72);
        assertThat(client.fails(insert("c", doc("_id", 2)).append("writeConcern", doc("w", 1)))
                        .code())
                .isEqualTo(72);
        client.begin();
        assertThat(client.fails(find("c", new Document()).append("readConcern", doc("level", "linearizable")))
                        .code())
                .isEqualTo(72);
        client.begin();
        client.run(insert("c", doc("_id", 2)));
        Document commit = client.ending("commitTransaction").append("writeConcern", doc("w", 5));
        assertThat((Document) server.run("admin", commit).get("writeConcernError"))
                .containsEntry("code", 100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "drop", "listIndexes", "listCollections", "dropDatabase", "collStats", "ping"})
    void aRefusedCommandNeitherBeginsNorAborts(String name) {
        client.begin();
        assertThat(client.fails(doc(name, "c")).code()).isEqualTo(263);
        assertThat(client.fails(find("c", new Document())).code()).isEqualTo(251);
        client.begin();
        client.run(insert("c", doc("_id", 2)));
        assertThat(client.fails(doc(name, "c")).code()).isEqualTo(263);
        client.commit();
        assertThat(server.all("c")).hasSize(2);
    }

    @Test
    void aDuplicateKeyIsAWriteErrorAndAborts() {
        client.begin();
        Document reply = client.run(insert("c", doc("_id", 1)));
        assertThat(reply.get("ok")).isEqualTo(1.0);
        Document error = (Document) ((List<?>) reply.get("writeErrors")).get(0);
        assertThat(error)
                .containsEntry("code", 11000)
                .containsEntry("keyPattern", doc("_id", 1))
                .containsEntry("keyValue", doc("_id", 1));
        assertThat(server.fails("admin", client.ending("commitTransaction")).code())
                .isEqualTo(251);
    }

    @Test
    void anExecutionErrorAborts() {
        client.begin();
        client.run(insert("c", doc("_id", 2)));
        assertThat(client.fails(find("c", doc("a", doc("$in", 1)))).code()).isEqualTo(2);
        assertThat(client.fails(find("c", new Document())).code()).isEqualTo(251);
    }

    @Test
    void itLivesForAMinute() {
        client.begin();
        client.run(insert("c", doc("_id", 2)));
        server.pass(Duration.ofSeconds(59));
        client.run(insert("c", doc("_id", 3)));
        server.pass(Duration.ofSeconds(1));
        assertThat(server.fails("admin", client.ending("commitTransaction")).code())
                .isEqualTo(251);
        assertThat(server.all("c")).hasSize(1);
    }

    @Test
    void itMayMakeCollectionsAndTheirIndexes() {
        client.begin();
        client.run(doc("create", "fresh"));
        Document index = doc("key", doc("a", 1)).append("name", "a_1").append("unique", true);
        client.run(doc("createIndexes", "fresh").append("indexes", List.of(index)));
        client.run(insert("fresh", doc("_id", 1).append("a", 1)));
        assertThat(server.service.exists("shop", "fresh")).isFalse();
        client.commit();
        assertThat(server.all("fresh")).hasSize(1);
        Document reply = server.run(insert("fresh", doc("_id", 2).append("a", 1L)));
        assertThat(reply).containsKey("writeErrors");
        client.begin();
        assertThat(client.fails(doc("createIndexes", "c").append("indexes", List.of(index)))
                        .code())
                .isEqualTo(263);
    }

    @Test
    void fieldsThatDoNotBelongTogetherAreRefused() {
        assertThat(server.fails(find("c", new Document()).append("txnNumber", 1L))
                        .code())
                .isEqualTo(72);
        Document noSession = find("c", new Document()).append("lsid", doc("id", "x"));
        assertThat(server.fails(noSession).code()).isEqualTo(14);
        Document noNumber =
                find("c", new Document()).append("lsid", client.lsid).append("autocommit", false);
        assertThat(server.fails(noNumber).code()).isEqualTo(72);
        Document noAutocommit = client.retryable(find("c", new Document())).append("startTransaction", true);
        assertThat(server.fails(noAutocommit).code()).isEqualTo(72);
    }

    @Test
    void anUnknownTransactionWithABadWriteConcernIsNotTransient() {
        client.begin();
        Document commit = client.ending("commitTransaction");
        assertThat(server.fails("admin", commit).labels()).containsExactly("TransientTransactionError");
        CommandError error = server.fails("admin", commit.append("writeConcern", doc("w", 5)));
        assertThat(error.code()).isEqualTo(251);
        assertThat(error.labels()).isEmpty();
        assertThat(error.details()).containsKey("writeConcernError");
    }

    @Test
    void aCollectionThatWasDroppedMeanwhileCannotBeRead() {
        client.begin();
        client.found(find("other", new Document()));
        server.run(doc("drop", "c"));
        CommandError error = client.fails(find("c", new Document()));
        assertThat(error.code()).isEqualTo(246);
        assertThat(error.labels()).containsExactly("TransientTransactionError");
        client.begin();
        assertThat(client.found(find("c", new Document()))).isEmpty();
    }

    @Test
    void aCollectionThatWasMadeMeanwhileIsEmptyAndNotToBeWritten() {
        client.begin();
        client.found(find("c", new Document()));
        server.run(insert("fresh", doc("_id", 1)));
        assertThat(client.found(find("fresh", new Document()))).isEmpty();
        assertThat(client.fails(insert("fresh", doc("_id", 2))).code()).isEqualTo(246);
    }

    @Test
    void twoTransactionsCannotMakeOneCollection() {
        Client other = server.client();
        client.begin();
        client.run(insert("fresh", doc("_id", 1)));
        other.begin();
        assertThat(other.fails(insert("fresh", doc("_id", 2))).code()).isEqualTo(112);
        client.commit();
        assertThat(server.all("fresh")).hasSize(1);
    }

    @Test
    void uniqueKeysConflictAcrossTransactions() {
        Document index = doc("key", doc("a", 1)).append("name", "a_1").append("unique", true);
        server.run(doc("createIndexes", "c").append("indexes", List.of(index)));
        Client other = server.client();
        client.begin();
        client.run(insert("c", doc("_id", 2).append("a", 5)));
        other.begin();
        assertThat(other.fails(insert("c", doc("_id", 3).append("a", 5.0))).code())
                .isEqualTo(112);
        client.run(delete("c", doc("_id", 2), 1));
        client.run(insert("c", doc("_id", 4).append("a", 5)));
        assertThat(client.run(insert("c", doc("_id", 5).append("a", 5)))).containsKey("writeErrors");
        assertThat(server.run(insert("c", doc("_id", 6).append("a", 5)))).containsEntry("n", 1);
    }

    @Test
    void aStepDownAbortsThemAll() {
        client.begin();
        client.run(insert("c", doc("_id", 2)));
        server.service.abortAllTransactions();
        assertThat(client.fails(find("c", new Document())).code()).isEqualTo(251);
        server.run(insert("c", doc("_id", 2)));
    }

    @Test
    void cursorsAreReadOnInside() {
        server.run(insert("c", doc("_id", 2), doc("_id", 3)));
        client.begin();
        Document cursor = (Document)
                client.run(find("c", new Document()).append("batchSize", 1)).get("cursor");
        server.run(delete("c", doc("_id", 3), 1));
        Document more = doc("getMore", cursor.get("id")).append("collection", "c");
        assertThat(server.fails(more.clone().append("lsid", client.lsid)).code())
                .isEqualTo(50740);
        Document next = (Document) client.run(more).get("cursor");
        assertThat((List<?>) next.get("nextBatch")).hasSize(2);
        assertThat(next.get("id")).isEqualTo(0L);
    }
}
