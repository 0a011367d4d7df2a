package io.polymongo.embedded.internal.service;

import static io.polymongo.embedded.internal.service.Harness.delete;
import static io.polymongo.embedded.internal.service.Harness.doc;
import static io.polymongo.embedded.internal.service.Harness.find;
import static io.polymongo.embedded.internal.service.Harness.insert;
import static io.polymongo.embedded.internal.service.Harness.update;
import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.service.Harness.Client;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetryableWritesTest {

    private final Harness server = new Harness();
    private final Client client = server.client();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anInsertIsDoneOnce() {
        Document command = client.retryable(insert("c", doc("_id", 1), doc("_id", 2)));
        assertThat(server.run(command)).containsEntry("n", 2).doesNotContainKey("retriedStmtIds");
        assertThat(server.run(command)).containsEntry("n", 2).containsEntry("retriedStmtIds", List.of(0, 1));
        assertThat(server.all("c")).hasSize(2);
    }

    @Test
    void anUpsertAnswersTheSameTwice() {
        Document statement =
                doc("q", doc("a", 1)).append("u", doc("$inc", doc("n", 1))).append("upsert", true);
        Document command = client.retryable(doc("update", "c").append("updates", List.of(statement)));
        Object upserted = server.run(command).get("upserted");
        assertThat(server.run(command)).containsEntry("upserted", upserted).containsKey("retriedStmtIds");
        client.number++;
        server.run(client.retryable(update("c", doc("a", 1), doc("$inc", doc("n", 1)))));
        assertThat(server.all("c").get(0)).containsEntry("n", 2);
    }

    @Test
    void aFindAndModifyAnswersTheSameTwice() {
        server.run(insert("c", doc("_id", 1).append("n", 0)));
        Document command = client.retryable(doc("findAndModify", "c")
                .append("query", doc("_id", 1))
                .append("update", doc("$inc", doc("n", 1)))
                .append("new", true));
        assertThat((Document) server.run(command).get("value")).containsEntry("n", 1);
        assertThat((Document) server.run(command).get("value")).containsEntry("n", 1);
        assertThat(server.all("c").get(0)).containsEntry("n", 1);
    }

    @Test
    void aFailedStatementIsTriedAgain() {
        server.run(insert("c", doc("_id", 1)));
        Document command = client.retryable(insert("c", doc("_id", 0), doc("_id", 1)));
        assertThat(server.run(command)).containsEntry("n", 1).containsKey("writeErrors");
        server.run(delete("c", doc("_id", 1), 1));
        assertThat(server.run(command)).containsEntry("n", 2).containsEntry("retriedStmtIds", List.of(0));
    }

    @Test
    void numbersMustNotFall() {
        client.number = 5;
        server.run(client.retryable(insert("c", doc("_id", 1))));
        client.number = 4;
        assertThat(server.fails(client.retryable(insert("c", doc("_id", 2)))).code())
                .isEqualTo(225);
    }

    @Test
    void whatCannotBeRepeatedIsRefused() {
        Document multi =
                doc("q", new Document()).append("u", doc("$inc", doc("n", 1))).append("multi", true);
        Document updates = doc("update", "c").append("updates", List.of(multi));
        assertThat(server.run(client.retryable(updates)).get("writeErrors"))
                .asString()
                .contains("multi=true");
        assertThat(server.run(client.retryable(delete("c", new Document(), 0))).get("writeErrors"))
                .asString()
                .contains("limit=0");
        assertThat(server.fails(client.retryable(find("c", new Document()))).code())
                .isEqualTo(50768);
        assertThat(server.run(updates)).containsEntry("n", 0);
    }

    @Test
    void aHigherNumberAbortsTheTransaction() {
        client.begin();
        client.run(insert("c", doc("_id", 1)));
        client.number++;
        server.run(client.retryable(insert("c", doc("_id", 1))));
        assertThat(server.all("c")).hasSize(1);
    }
}
