package io.polymongo.embedded.internal.service;

import static io.polymongo.embedded.internal.service.Harness.doc;
import static io.polymongo.embedded.internal.service.Harness.find;
import static io.polymongo.embedded.internal.service.Harness.insert;
import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.Binary;
import io.polymongo.embedded.internal.oplog.OplogEntry.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {

    private final Harness server = new Harness();

    @AfterEach
    void close() {
        server.close();
    }

    private static Document indexes(String collection, Document... indexes) {
        return doc("createIndexes", collection).append("indexes", List.of(indexes));
    }

    private static Document index(String name, String field) {
        return doc("key", doc(field, 1)).append("name", name);
    }

    @Test
    void creatingTwiceIsFineWithTheSameOptionsOnly() {
        server.run(doc("create", "c"));
        server.run(doc("create", "c"));
        Document other = doc("create", "c").append("changeStreamPreAndPostImages", doc("enabled", true));
        assertThat(server.fails(other).code()).isEqualTo(48);
        assertThat(server.kinds()).containsExactly(Kind.CREATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a$b", "system.x", "", ".a"})
    void badNamesAreRefused(String name) {
        assertThat(server.fails(doc("create", name)).code()).isEqualTo(73);
        assertThat(server.service.exists("shop", name)).isFalse();
    }

    @Test
    void databasesMustNotDifferInCaseOnly() {
        server.run(insert("c", doc("_id", 1)));
        Document reply = server.run("Shop", insert("c", doc("_id", 1)));
        assertThat((Document) ((List<?>) reply.get("writeErrors")).get(0)).containsEntry("code", 13297);
        assertThat(server.fails("SHOP", doc("create", "c")).code()).isEqualTo(13297);
        Document cursor =
                (Document) server.run("Shop", find("c", new Document())).get("cursor");
        assertThat((List<?>) cursor.get("firstBatch")).isEmpty();
        assertThat(server.fails("a b", doc("create", "c")).code()).isEqualTo(73);
    }

    @Test
    void droppingADatabaseIsADropOfEachCollectionAndThenItself() {
        server.run(insert("a", doc("_id", 1)));
        server.run(insert("b", doc("_id", 1)));
        long before = server.oplog.latestSequence();
        assertThat(server.run(doc("dropDatabase", 1))).containsEntry("dropped", "shop");
        assertThat(server.oplog.after(before, 10))
                .extracting(entry -> entry.change().kind())
                .containsExactly(Kind.DROP, Kind.DROP, Kind.DROP_DATABASE);
        assertThat(server.run(doc("dropDatabase", 1))).doesNotContainKey("dropped");
        assertThat(server.run(doc("drop", "a"))).isEqualTo(doc("ok", 1.0));
    }

    @Test
    void indexesAreCountedAndListed() {
        assertThat(server.run(indexes("c", index("a_1", "a"))))
                .containsEntry("numIndexesBefore", 1)
                .containsEntry("numIndexesAfter", 2)
                .containsEntry("createdCollectionAutomatically", true);
        assertThat(server.run(indexes("c", index("a_1", "a"))))
                .containsEntry("numIndexesAfter", 2)
                .containsKey("note");
        assertThat(server.found(doc("listIndexes", "c")))
                .extracting(each -> each.get("name"))
                .containsExactly("_id_", "a_1");
        assertThat(server.fails(doc("listIndexes", "absent")).code()).isEqualTo(26);
    }

    @Test
    void indexesThatClashAreRefused() {
        server.run(indexes("c", index("a_1", "a")));
        assertThat(server.fails(indexes("c", index("other", "a"))).code()).isEqualTo(85);
        assertThat(server.fails(indexes("c", index("a_1", "b"))).code()).isEqualTo(86);
        assertThat(server.fails(indexes("c", index("a_1", "a").append("expireAfterSeconds", 5)))
                        .code())
                .isEqualTo(85);
        assertThat(server.fails(doc("dropIndexes", "c").append("index", "b_1")).code())
                .isEqualTo(27);
        server.run(doc("dropIndexes", "c").append("index", "*"));
        assertThat(server.found(doc("listIndexes", "c"))).hasSize(1);
    }

    @Test
    void uniqueIndexesKeepKeysApart() {
        server.run(indexes("c", index("a_1_b_1", "a").append("unique", true).append("sparse", true)));
        Document taken = doc("_id", 1).append("a", List.of(1, 2));
        assertThat(server.run(insert("c", taken, doc("_id", 2), doc("_id", 3)))).containsEntry("n", 3);
        Document reply = server.run(insert("c", doc("_id", 4).append("a", 2.0)));
        Document error = (Document) ((List<?>) reply.get("writeErrors")).get(0);
        assertThat(error)
                .containsEntry("code", 11000)
                .containsEntry(
                        "errmsg", "E11000 duplicate key error collection: shop.c index: a_1_b_1 dup key: { a: 2.0 }");
        server.run(Harness.delete("c", doc("_id", 1), 1));
        assertThat(server.run(insert("c", doc("_id", 4).append("a", 2.0)))).containsEntry("n", 1);
        server.run(insert("d", doc("_id", 1).append("a", 1), doc("_id", 2).append("a", 1)));
        assertThat(server.fails(indexes("d", index("a_1", "a").append("unique", true)))
                        .code())
                .isEqualTo(11000);
    }

    @Test
    void renamingMovesTheDocuments() {
        server.run(insert("a", doc("_id", 1)));
        server.run(insert("b", doc("_id", 2)));
        Document rename = doc("renameCollection", "shop.a").append("to", "shop.b");
        assertThat(server.fails("admin", rename).code()).isEqualTo(48);
        server.run("admin", rename.clone().append("dropTarget", true));
        assertThat(server.all("b")).containsExactly(doc("_id", 1));
        assertThat(server.fails("admin", rename).code()).isEqualTo(26);
    }

    @Test
    void databasesAreListedWithSizesUnlessNamesAreEnough() {
        server.run(insert("c", doc("_id", 1)));
        Document full = server.run("admin", doc("listDatabases", 1));
        assertThat((List<?>) full.get("databases")).hasSize(4);
        assertThat(full).containsKey("totalSize");
        Document names = server.run("admin", doc("listDatabases", 1).append("nameOnly", true));
        assertThat(names).doesNotContainKey("totalSize");
        assertThat((List<?>) names.get("databases")).element(3).isEqualTo(doc("name", "shop"));
    }

    @Test
    void viewsAreReadAndNotWritten() {
        server.run(insert("c", doc("_id", 1).append("n", 1), doc("_id", 2).append("n", 2)));
        server.run(doc("create", "v")
                .append("viewOn", "c")
                .append("pipeline", List.of(doc("$match", doc("n", doc("$gt", 1))), doc("$set", doc("seen", true)))));
        assertThat(server.all("v")).containsExactly(doc("_id", 2).append("n", 2).append("seen", true));
        assertThat(server.run(doc("count", "v"))).containsEntry("n", 1);
        Document reply = server.run(insert("v", doc("_id", 3)));
        assertThat((Document) ((List<?>) reply.get("writeErrors")).get(0)).containsEntry("code", 166);
        assertThat(server.all("c")).hasSize(2).allMatch(each -> !each.containsKey("seen"));
    }

    @Test
    void collectionsAreListed() {
        server.run(insert("c", doc("_id", 1)));
        server.run(doc("create", "d").append("changeStreamPreAndPostImages", doc("enabled", true)));
        List<Document> all = server.found(doc("listCollections", 1));
        assertThat(all).extracting(each -> each.get("name")).containsExactly("c", "d");
        assertThat((Document) all.get(0).get("info"))
                .containsEntry("uuid", Binary.of(server.service.uuidOf("shop", "c")));
        Document filtered =
                doc("listCollections", 1).append("filter", doc("name", "d")).append("nameOnly", true);
        assertThat(server.found(filtered)).containsExactly(doc("name", "d").append("type", "collection"));
    }

    @Test
    void collModChangesOptionsAndIndexes() {
        server.run(indexes("c", index("a_1", "a").append("expireAfterSeconds", 5)));
        Document images = doc("enabled", true);
        server.run(doc("collMod", "c").append("changeStreamPreAndPostImages", images));
        server.run(insert("c", doc("_id", 1)));
        assertThat(server.oplog
                        .after(server.oplog.latestSequence() - 1, 1)
                        .get(0)
                        .change()
                        .keepsPreImage())
                .isTrue();
        Document hide = doc("collMod", "c").append("index", doc("name", "a_1").append("hidden", true));
        assertThat(server.run(hide)).containsEntry("hidden_old", false).containsEntry("hidden_new", true);
        assertThat(server.fails(doc("collMod", "absent")).code()).isEqualTo(26);
    }

    @Test
    void aCommandThatOnlyMongoDbHasIsRefusedByName() {
        assertThat(server.fails(doc("top", 1)))
                .hasMessage("the embedded server does not support the command 'top'")
                .returns(115, error -> error.code());
        assertThat(server.run(doc("ping", 1))).containsEntry("ok", 1.0);
    }

    @Test
    void aValidatorThatIsAQueryIsObeyed() {
        server.run(doc("create", "c").append("validator", doc("n", doc("$gt", 0))));
        Document reply = server.run(insert("c", doc("_id", 1).append("n", 0)));
        assertThat((Document) ((List<?>) reply.get("writeErrors")).get(0)).containsEntry("code", 121);
        assertThat(server.run(insert("c", doc("_id", 1).append("n", 1)))).containsEntry("n", 1);
        server.run(doc("collMod", "c").append("validationLevel", "off"));
        assertThat(server.run(insert("c", doc("_id", 2).append("n", 0)))).containsEntry("n", 1);
    }

    @Test
    void aSchemaIsObeyedAndWhatItDoesNotKnowRefused() {
        Document properties = doc("a", doc("bsonType", "int").append("minimum", 1))
                .append("tags", doc("bsonType", "array").append("items", doc("type", "string")));
        Document schema =
                doc("bsonType", "object").append("required", List.of("a")).append("properties", properties);
        server.run(doc("create", "c").append("validator", doc("$jsonSchema", schema)));
        assertThat(server.run(insert("c", doc("_id", 1).append("a", 1).append("tags", List.of("x")))))
                .containsEntry("n", 1);
        Document wrong = insert(
                "c",
                doc("_id", 2),
                doc("_id", 3).append("a", 0),
                doc("_id", 4).append("a", "1"),
                doc("_id", 5).append("a", 1).append("tags", List.of(1)));
        Document reply = server.run(wrong.append("ordered", false));
        assertThat(reply).containsEntry("n", 0);
        assertThat((List<?>) reply.get("writeErrors")).hasSize(4);
        Document info = (Document) ((Document) ((List<?>) reply.get("writeErrors")).get(0)).get("errInfo");
        assertThat(info).containsEntry("failingDocumentId", 2).containsKey("details");
        assertThat(server.run(Harness.update("c", doc("_id", 1), doc("$unset", doc("a", "")))))
                .containsKey("writeErrors");
    }

    @Test
    void expiredDocumentsAreDeletedWithinAMinute() {
        server.run(indexes("c", index("at_1", "at").append("expireAfterSeconds", 3600)));
        Instant now = Instant.now();
        server.run(insert(
                "c",
                doc("_id", 1).append("at", now.minusSeconds(3601)),
                doc("_id", 2).append("at", now),
                doc("_id", 3).append("at", "never")));
        assertThat(server.all("c")).hasSize(3);
        server.pass(Duration.ofSeconds(60));
        assertThat(server.all("c")).extracting(each -> each.get("_id")).containsExactly(2, 3);
        assertThat(server.kinds()).last().isEqualTo(Kind.DELETE);
    }

    @Test
    void partialUniqueIndexesCoverWhatTheirFilterLetsPass() {
        Document partial = index("a_1", "a").append("unique", true).append("partialFilterExpression", doc("on", true));
        server.run(indexes("c", partial));
        Document off = insert("c", doc("_id", 1).append("a", 1), doc("_id", 2).append("a", 1));
        assertThat(server.run(off)).containsEntry("n", 2);
        Document on = insert("c", doc("_id", 3).append("a", 1).append("on", true));
        assertThat(server.run(on)).containsEntry("n", 1);
        assertThat(server.run(Harness.update("c", doc("_id", 1), doc("$set", doc("on", true)))))
                .containsKey("writeErrors");
    }

    @Test
    void statisticsCount() {
        server.run(insert("c", doc("_id", 1), doc("_id", 2)));
        assertThat(server.run(doc("collStats", "c"))).containsEntry("count", 2).containsEntry("nindexes", 1);
        assertThat(server.run(doc("dbStats", 1))).containsEntry("objects", 2L);
        assertThat(server.run(doc("validate", "c"))).containsEntry("valid", true);
        assertThat(server.fails(doc("validate", "absent")).code()).isEqualTo(26);
    }

    @Test
    void whatIsKnownButNotDoneIsRefusedByName() {
        assertThat(server.fails(doc("mapReduce", "c")))
                .hasMessageContaining("mapReduce")
                .returns(115, error -> error.code());
        assertThat(server.fails(doc("createSearchIndexes", "c"))).hasMessageContaining("Atlas");
        assertThat(server.fails(find("c", new Document()).append("collation", doc("locale", "de")))
                        .code())
                .isEqualTo(115);
    }
}
