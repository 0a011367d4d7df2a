package io.polymongo.embedded.internal.service;

import static io.polymongo.embedded.internal.service.Harness.delete;
import static io.polymongo.embedded.internal.service.Harness.doc;
import static io.polymongo.embedded.internal.service.Harness.find;
import static io.polymongo.embedded.internal.service.Harness.insert;
import static io.polymongo.embedded.internal.service.Harness.update;
import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Validators of collections, and schemas in filters. */
class ValidatorTest {

    private static final Document SCHEMA =
            doc("$jsonSchema", doc("properties", doc("n", doc("bsonType", "int").append("minimum", 1))));

    private final Harness server = new Harness();

    @BeforeEach
    void collection() {
        server.run(doc("create", "c").append("validator", SCHEMA));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static Document set(Object value) {
        return doc("$set", doc("n", value));
    }

    private Document error(Document command) {
        Document reply = server.run(command);
        assertThat(reply).containsEntry("ok", 1.0).containsKey("writeErrors");
        return (Document) ((List<?>) reply.get("writeErrors")).get(0);
    }

    @Test
    void aWriteThatDoesNotObeyFailsAndSaysWhy() {
        Document error = error(insert("c", doc("_id", 7).append("n", 0)));
        assertThat(error).containsEntry("code", 121).containsEntry("errmsg", "Document failed validation");
        Document info = (Document) error.get("errInfo");
        assertThat(info).containsEntry("failingDocumentId", 7);
        assertThat((Document) info.get("details"))
                .containsEntry("operatorName", "$jsonSchema")
                .containsKey("schemaRulesNotSatisfied");
        assertThat(server.run(insert("c", doc("_id", 1).append("n", 1)))).containsEntry("n", 1);
        assertThat(error(update("c", doc("_id", 1), set("x")))).containsEntry("code", 121);
        assertThat(server.run(update("c", doc("_id", 1), set(2)))).containsEntry("nModified", 1);
    }

    @Test
    void aFindAndModifyFailsAsAWhole() {
        server.run(insert("c", doc("_id", 1).append("n", 1)));
        CommandError error = server.fails(
                doc("findAndModify", "c").append("query", doc("_id", 1)).append("update", set("x")));
        assertThat(error.code()).isEqualTo(121);
        assertThat(error.details()).containsKey("errInfo");
    }

    @Test
    void aWriteMayBypassIt() {
        Document wrong = doc("_id", 1).append("n", 0);
        assertThat(server.run(insert("c", wrong).append("bypassDocumentValidation", true)))
                .containsEntry("n", 1);
        assertThat(error(insert("c", doc("_id", 2).append("n", 0)).append("bypassDocumentValidation", false)))
                .containsEntry("code", 121);
    }

    @Test
    void moderatelyOnlyThoseThatObeyedMustObey() {
        server.run(insert("c", doc("_id", 1).append("n", 0), doc("_id", 2).append("n", 1))
                .append("bypassDocumentValidation", true));
        assertThat(error(update("c", doc("_id", 1), set(-1)))).containsEntry("code", 121);
        server.run(doc("collMod", "c").append("validationLevel", "moderate"));
        assertThat(server.run(update("c", doc("_id", 1), set(-1)))).containsEntry("nModified", 1);
        assertThat(error(update("c", doc("_id", 2), set(-1)))).containsEntry("code", 121);
        assertThat(error(insert("c", doc("_id", 3).append("n", 0)))).containsEntry("code", 121);
    }

    @Test
    void offAndWarnLetEverythingPass() {
        server.run(doc("collMod", "c").append("validationLevel", "off"));
        assertThat(server.run(insert("c", doc("_id", 1).append("n", 0)))).containsEntry("n", 1);
        server.run(doc("collMod", "c").append("validationLevel", "strict").append("validationAction", "warn"));
        assertThat(server.run(insert("c", doc("_id", 2).append("n", 0)))).containsEntry("n", 1);
        server.run(doc("collMod", "c").append("validationAction", "error"));
        assertThat(error(insert("c", doc("_id", 3).append("n", 0)))).containsEntry("code", 121);
        server.run(doc("collMod", "c").append("validator", new Document()));
        assertThat(server.run(insert("c", doc("_id", 3).append("n", 0)))).containsEntry("n", 1);
    }

    @Test
    void aSchemaFindsWhatIsToBeChanged() {
        server.run(insert("d", doc("_id", 1).append("n", 0), doc("_id", 2).append("n", 1)));
        assertThat(server.run(update("d", SCHEMA, doc("$inc", doc("n", 5)))))
                .containsEntry("n", 1)
                .containsEntry("nModified", 1);
        assertThat(server.all("d"))
                .containsExactly(doc("_id", 1).append("n", 0), doc("_id", 2).append("n", 6));
        Document both = doc("$and", List.of(SCHEMA, doc("_id", 7)));
        server.run(doc("findAndModify", "d")
                .append("query", both)
                .append("update", set(7))
                .append("upsert", true));
        assertThat(server.all("d")).contains(doc("_id", 7).append("n", 7));
        assertThat(server.run(delete("d", SCHEMA, 0))).containsEntry("n", 2);
        assertThat(server.all("d")).containsExactly(doc("_id", 1).append("n", 0));
    }

    @Test
    void aSchemaInsideOfAnotherStageIsRefused() {
        server.run(insert("d", doc("_id", 1)));
        Document facet = doc("$facet", doc("x", List.of(doc("$match", SCHEMA))));
        assertThat(server.fails(doc("aggregate", "d")
                                .append("pipeline", List.of(facet))
                                .append("cursor", new Document()))
                        .code())
                .isEqualTo(115);
    }

    @Test
    void aSchemaIsAFilterToo() {
        server.run(insert("d", doc("_id", 1).append("n", 0), doc("_id", 2).append("n", 1), doc("_id", 3)));
        assertThat(server.found(find("d", SCHEMA)))
                .extracting(each -> each.get("_id"))
                .containsExactly(2, 3);
        assertThat(server.found(find("d", doc("$nor", List.of(SCHEMA, doc("_id", 9))))))
                .extracting(each -> each.get("_id"))
                .containsExactly(1);
        assertThat(server.found(doc("aggregate", "d")
                        .append(
                                "pipeline",
                                List.of(doc("$sort", doc("_id", -1)), doc("$match", SCHEMA), doc("$limit", 1)))
                        .append("cursor", new Document())))
                .extracting(each -> each.get("_id"))
                .containsExactly(3);
        assertThat(server.fails(find("d", doc("$jsonSchema", doc("foo", 1)))).code())
                .isEqualTo(9);
    }
}
