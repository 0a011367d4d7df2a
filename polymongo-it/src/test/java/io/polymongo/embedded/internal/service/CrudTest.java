package io.polymongo.embedded.internal.service;

import static io.polymongo.embedded.internal.service.Harness.delete;
import static io.polymongo.embedded.internal.service.Harness.doc;
import static io.polymongo.embedded.internal.service.Harness.find;
import static io.polymongo.embedded.internal.service.Harness.insert;
import static io.polymongo.embedded.internal.service.Harness.update;
import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import io.polymongo.embedded.internal.command.Binary;
import io.polymongo.embedded.internal.oplog.OplogEntry;
import io.polymongo.embedded.internal.oplog.OplogEntry.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CrudTest {

    private final Harness server = new Harness();

    @BeforeEach
    void data() {
        server.run(insert(
                "c",
                doc("_id", 1).append("a", 1).append("tags", Arrays.asList(1, 2, 3)),
                doc("_id", 2).append("a", 2).append("sub", doc("x", 1).append("y", 2)),
                doc("_id", 3).append("a", 3)));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private OplogEntry.Change latest() {
        return server.oplog.after(server.oplog.latestSequence() - 1, 1).get(0).change();
    }

    private static Document upsert(Document query, Object update) {
        Document statement = doc("q", query).append("u", update).append("upsert", true);
        return doc("update", "c").append("updates", List.of(statement));
    }

    @Test
    void theOplogHasEveryChangeBeforeAndAfter() {
        server.run(update("c", doc("_id", 3), doc("$set", doc("a", 4))));
        assertThat(latest())
                .returns(Kind.UPDATE, OplogEntry.Change::kind)
                .returns(doc("_id", 3).append("a", 3), OplogEntry.Change::before)
                .returns(doc("_id", 3).append("a", 4), OplogEntry.Change::after);
        server.run(update("c", doc("_id", 3), doc("b", 1)));
        assertThat(latest())
                .returns(Kind.REPLACE, OplogEntry.Change::kind)
                .returns(doc("_id", 3).append("b", 1), OplogEntry.Change::after);
        server.run(delete("c", doc("_id", 3), 1));
        assertThat(latest()).returns(Kind.DELETE, OplogEntry.Change::kind).returns(3, OplogEntry.Change::documentId);
    }

    @Test
    void whatChangesNothingIsNotInTheOplog() {
        long before = server.oplog.latestSequence();
        Document reply = server.run(update("c", doc("_id", 1), doc("$set", doc("a", 1))));
        assertThat(reply).containsEntry("n", 1).containsEntry("nModified", 0);
        server.run(delete("c", doc("_id", 99), 1));
        assertThat(server.oplog.latestSequence()).isEqualTo(before);
    }

    @Test
    void anotherTypeOfNumberIsAChange() {
        Document reply = server.run(update("c", doc("_id", 1), doc("$set", doc("a", 1.0))));
        assertThat(reply).containsEntry("nModified", 1);
        assertThat(server.found(find("c", doc("_id", 1))).get(0)).containsEntry("a", 1.0);
    }

    @Test
    void upsertsInsert() {
        Document reply = server.run(upsert(doc("_id", 7).append("k", "v"), doc("$inc", doc("n", 2))));
        assertThat(reply).containsEntry("n", 1).containsEntry("nModified", 0);
        assertThat(reply.get("upserted")).isEqualTo(List.of(doc("index", 0).append("_id", 7)));
        assertThat(latest())
                .returns(Kind.INSERT, OplogEntry.Change::kind)
                .returns(doc("_id", 7).append("k", "v").append("n", 2), OplogEntry.Change::after);
        server.run(upsert(doc("_id", 8), doc("z", 1)));
        assertThat(server.found(find("c", doc("_id", 8))))
                .containsExactly(doc("_id", 8).append("z", 1));
        server.run(upsert(doc("_id", 9), List.of(doc("$set", doc("z", 1)))));
        assertThat(server.found(find("c", doc("_id", 9))))
                .containsExactly(doc("_id", 9).append("z", 1));
    }

    @Test
    void nullIsAnIdAsWell() {
        server.run(upsert(doc("_id", null), doc("$set", doc("z", 1))));
        server.run(upsert(doc("_id", null), doc("$set", doc("z", 2))));
        assertThat(server.found(find("c", doc("_id", null))))
                .containsExactly(doc("_id", null).append("z", 2));
        assertThat(server.run(insert("c", doc("_id", null)))).containsKey("writeErrors");
        assertThat(server.run(delete("c", doc("_id", null), 1))).containsEntry("n", 1);
        server.run(upsert(doc("_id", null), doc("z", 3)));
        assertThat(server.found(find("c", doc("_id", null))))
                .containsExactly(doc("_id", null).append("z", 3));
        server.run(upsert(doc("_id", doc("$in", List.of(70, 71))), doc("$set", doc("z", 4))));
        assertThat(server.found(find("c", doc("z", 4))).get(0).get("_id")).isInstanceOf(ObjectId.class);
    }

    @Test
    void updatesByPipelineAndByPosition() {
        server.run(update("c", doc("_id", 1), List.of(doc("$set", doc("b", doc("$add", List.of("$a", 10)))))));
        server.run(update("c", doc("_id", 1).append("tags", 2), doc("$set", doc("tags.$", 20))));
        assertThat(server.found(find("c", doc("_id", 1))))
                .containsExactly(doc("_id", 1)
                        .append("a", 1)
                        .append("tags", List.of(1, 20, 3))
                        .append("b", 11));
        Document filtered = doc("q", doc("_id", 1))
                .append("u", doc("$inc", doc("tags.$[big]", 1)))
                .append("arrayFilters", List.of(doc("big", doc("$gte", 3))));
        server.run(doc("update", "c").append("updates", List.of(filtered)));
        assertThat(server.found(find("c", doc("_id", 1))).get(0)).containsEntry("tags", List.of(1, 21, 4));
    }

    @Test
    void theIdCannotBeChanged() {
        Document reply = server.run(update("c", doc("_id", 1), doc("$set", doc("_id", 5))));
        assertThat((Document) ((List<?>) reply.get("writeErrors")).get(0)).containsEntry("code", 66);
        reply = server.run(update("c", doc("_id", 1), doc("_id", 5)));
        assertThat((Document) ((List<?>) reply.get("writeErrors")).get(0)).containsEntry("code", 66);
        assertThat(server.run(update("c", doc("_id", 1), doc("_id", 1).append("a", 9))))
                .containsEntry("nModified", 1);
    }

    @Test
    void numbersOfDifferentTypesAreOneId() {
        assertThat(server.found(find("c", doc("_id", 1.0)))).hasSize(1);
        assertThat(server.found(find("c", doc("_id", doc("$in", List.of(1L, 3.0))))))
                .hasSize(2);
        assertThat(server.run(insert("c", doc("_id", 2L)))).containsKey("writeErrors");
        assertThat(server.found(find("c", doc("_id", 1.5)))).isEmpty();
    }

    @Test
    void orderedInsertsStopAtTheFirstErrorAndUnorderedGoOn() {
        Document ordered = insert("c", doc("_id", 1), doc("_id", 10));
        assertThat(server.run(ordered)).containsEntry("n", 0);
        assertThat(server.run(ordered.append("ordered", false)))
                .containsEntry("n", 1)
                .containsKey("writeErrors");
    }

    @Test
    void projections() {
        assertThat(server.found(find("c", doc("_id", 2)).append("projection", doc("sub.y", 1))))
                .containsExactly(doc("_id", 2).append("sub", doc("y", 2)));
        assertThat(server.found(find("c", doc("_id", 2))
                        .append("projection", doc("sub.y", 0).append("_id", 0))))
                .containsExactly(doc("a", 2).append("sub", doc("x", 1)));
        assertThat(server.found(find("c", doc("tags", 2)).append("projection", doc("tags.$", 1))))
                .containsExactly(doc("_id", 1).append("tags", List.of(2)));
        assertThat(server.found(find("c", doc("_id", 1)).append("projection", doc("tags", doc("$slice", -1)))))
                .containsExactly(doc("_id", 1).append("a", 1).append("tags", List.of(3)));
        assertThat(server.found(find("c", doc("_id", 2))
                        .append("projection", doc("_id", 0).append("z", "$a"))))
                .containsExactly(doc("z", 2));
        assertThat(server.fails(find("c", doc("_id", 2))
                                .append("projection", doc("a", 1).append("b", 0)))
                        .code())
                .isEqualTo(31254);
    }

    @Test
    void findAndModifyInAllItsKinds() {
        Document command = doc("findAndModify", "c")
                .append("query", doc("a", doc("$gt", 1)))
                .append("sort", doc("a", -1))
                .append("update", doc("$set", doc("b", 1)));
        Document reply = server.run(command);
        assertThat(reply.get("value")).isEqualTo(doc("_id", 3).append("a", 3));
        assertThat(reply.get("lastErrorObject")).isEqualTo(doc("n", 1).append("updatedExisting", true));
        reply = server.run(command.clone().append("new", true).append("fields", doc("b", 1)));
        assertThat(reply.get("value")).isEqualTo(doc("_id", 3).append("b", 1));
        reply = server.run(
                doc("findAndModify", "c").append("query", doc("_id", 3)).append("remove", true));
        assertThat(reply.get("lastErrorObject")).isEqualTo(doc("n", 1));
        reply = server.run(
                doc("findAndModify", "c").append("query", doc("_id", 3)).append("remove", true));
        assertThat(reply).containsEntry("value", null);
        reply = server.run(doc("findAndModify", "c")
                .append("query", doc("_id", 4))
                .append("update", doc("$set", doc("b", 1)))
                .append("upsert", true)
                .append("new", true));
        assertThat(reply.get("value")).isEqualTo(doc("_id", 4).append("b", 1));
    }

    @Test
    void variablesOfLetAreUsed() {
        Document filter = doc("$expr", doc("$eq", List.of("$a", "$$wanted")));
        assertThat(server.found(find("c", filter).append("let", doc("wanted", 2))))
                .hasSize(1);
        Document pipeline = update("c", doc("_id", 3), List.of(doc("$set", doc("a", "$$value"))));
        server.run(pipeline.append("let", doc("value", 33)));
        assertThat(server.found(find("c", doc("_id", 3))))
                .containsExactly(doc("_id", 3).append("a", 33));
    }

    @Test
    void aHintMustNameAnIndex() {
        assertThat(server.fails(find("c", new Document()).append("hint", "absent"))
                        .code())
                .isEqualTo(2);
        assertThat(server.found(find("c", new Document()).append("hint", doc("_id", 1))))
                .hasSize(3);
    }

    @Test
    void pipelinesJoinUniteAndWrite() {
        server.run(insert("d", doc("_id", 10).append("of", 1), doc("_id", 11).append("of", 1)));
        Document lookup = doc("from", "d")
                .append("localField", "_id")
                .append("foreignField", "of")
                .append("as", "ds");
        List<Document> pipeline = List.of(
                doc("$match", doc("_id", 1)),
                doc("$lookup", lookup),
                doc("$set", doc("count", doc("$size", "$ds"))),
                doc("$project", doc("count", 1)));
        assertThat(server.found(aggregate(pipeline)))
                .containsExactly(doc("_id", 1).append("count", 2));
        assertThat(server.found(aggregate(List.of(doc("$unionWith", "d"), doc("$count", "n")))))
                .containsExactly(doc("n", 5));
        server.run(aggregate(List.of(doc("$match", doc("a", doc("$gt", 1))), doc("$out", "e"))));
        assertThat(server.all("e")).hasSize(2);
        server.run(aggregate(List.of(doc("$set", doc("b", 1)), doc("$merge", doc("into", "e")))));
        assertThat(server.all("e")).hasSize(3).allMatch(each -> each.containsKey("b"));
        assertThat(server.all("c")).noneMatch(each -> each.containsKey("b"));
        assertThat(server.fails(aggregate(List.of(doc("$frob", 1)))).code()).isEqualTo(40324);
        assertThat(server.fails(aggregate(List.of(doc("$setWindowFields", new Document()))))
                        .code())
                .isEqualTo(115);
    }

    private static Document aggregate(List<Document> pipeline) {
        return doc("aggregate", "c").append("pipeline", pipeline).append("cursor", new Document());
    }

    @Test
    void distinctValuesAreOfTheElements() {
        assertThat(server.run(doc("distinct", "c").append("key", "tags"))).containsEntry("values", List.of(1, 2, 3));
        assertThat(server.run(doc("distinct", "c").append("key", "absent"))).containsEntry("values", List.of());
    }

    @Test
    void writeConcernsThatCannotBeHadAreReported() {
        Document reply = server.run(insert("c", doc("_id", 20)).append("writeConcern", doc("w", 4)));
        assertThat((Document) reply.get("writeConcernError")).containsEntry("code", 100);
        reply = server.run(insert("c", doc("_id", 21)).append("writeConcern", doc("w", "nearby")));
        assertThat((Document) reply.get("writeConcernError")).containsEntry("code", 79);
        reply = server.run(insert("c", doc("_id", 22)).append("writeConcern", doc("w", 3)));
        assertThat(reply).doesNotContainKey("writeConcernError");
    }

    @Test
    void aDocumentThatIsTooLargeIsRefused() {
        String large = "x".repeat(16 * 1024 * 1024);
        Document reply = server.run(insert("c", doc("_id", 30).append("s", large)));
        assertThat((Document) ((List<?>) reply.get("writeErrors")).get(0)).containsEntry("code", 2);
        reply = server.run(update("c", doc("_id", 1), doc("$set", doc("s", large))));
        assertThat((Document) ((List<?>) reply.get("writeErrors")).get(0)).containsEntry("code", 17419);
    }

    @Test
    void unknownOperatorsAreNamed() {
        assertThat(server.fails(find("c", doc("a", doc("$frob", 1))))).hasMessageContaining("$frob");
        assertThat(server.fails(find("c", doc("$frob", 1)))).hasMessageContaining("$frob");
        Document reply = server.run(update("c", doc("_id", 1), doc("$frob", doc("a", 1))));
        assertThat(((Document) ((List<?>) reply.get("writeErrors")).get(0)).toString())
                .contains("$frob");
        reply = server.run(update("c", doc("_id", 1), doc("$bit", doc("a", doc("and", 1)))));
        assertThat(((Document) ((List<?>) reply.get("writeErrors")).get(0)).toString())
                .contains("$bit");
    }

    @Test
    void whatIsReadIsNotChangedByPipelines() {
        Document deep = doc("$set", doc("sub", doc("x", 100)));
        assertThat(server.found(aggregate(List.of(doc("$match", doc("_id", 2)), deep))))
                .containsExactly(
                        doc("_id", 2).append("a", 2).append("sub", doc("x", 100).append("y", 2)));
        assertThat(server.found(find("c", doc("_id", 2))))
                .containsExactly(
                        doc("_id", 2).append("a", 2).append("sub", doc("x", 1).append("y", 2)));
    }

    @Test
    void statisticsAreDocumentsToo() {
        List<Document> count = server.found(aggregate(List.of(doc("$collStats", doc("count", new Document())))));
        assertThat(count.get(0)).containsEntry("count", 3);
        List<Document> indexes =
                server.found(aggregate(List.of(doc("$indexStats", new Document()), doc("$project", doc("name", 1)))));
        assertThat(indexes).extracting(each -> each.get("name")).containsExactly("_id_");
        assertThat(server.fails(aggregate(List.of(doc("$collStats", doc("latencyStats", new Document())))))
                        .code())
                .isEqualTo(115);
    }

    @Test
    void internalSessionsAreListed() {
        Harness.Client client = server.client();
        server.run(find("c", new Document()).append("lsid", client.lsid));
        Document list = doc("aggregate", 1)
                .append("pipeline", List.of(doc("$listLocalSessions", new Document())))
                .append("cursor", new Document());
        Document cursor = (Document) server.run("admin", list).get("cursor");
        assertThat((List<?>) cursor.get("firstBatch"))
                .singleElement()
                .extracting(session -> ((Document) ((Document) session).get("_id")).get("id"))
                .isEqualTo(Binary.of((UUID) client.lsid.get("id")));
    }
}
