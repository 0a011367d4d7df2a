package io.polymongo.embedded.internal.service;

import static io.polymongo.embedded.internal.service.Harness.delete;
import static io.polymongo.embedded.internal.service.Harness.doc;
import static io.polymongo.embedded.internal.service.Harness.insert;
import static io.polymongo.embedded.internal.service.Harness.update;
import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.service.Harness.Client;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which retryable writes ask a fail point, and what becomes of them when it says no. */
class WriteFaultTest {

    private final Harness server = new Harness();
    private final Client client = server.client();

    @BeforeEach
    void data() {
        server.run(insert("c", doc("_id", 1), doc("_id", 2)));
        client.number = 1;
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Document retryable(Document command) {
        client.number++;
        return server.run(client.retryable(command));
    }

    @Test
    void aWholeInsertAsksOnce() {
        retryable(insert("c", doc("_id", 3), doc("_id", 4), doc("_id", 5)));
        assertThat(server.asked).isEqualTo(1);
    }

    @Test
    void eachUpdateAndDeleteThatChangesSomethingAsks() {
        retryable(doc("update", "c")
                .append(
                        "updates",
                        List.of(
                                doc("q", doc("_id", 1)).append("u", doc("$set", doc("a", 1))),
                                doc("q", doc("_id", 9)).append("u", doc("$set", doc("a", 1))),
                                doc("q", doc("_id", 1)).append("u", doc("$set", doc("a", 1))),
                                doc("q", doc("_id", 3))
                                        .append("u", doc("$set", doc("a", 1)))
                                        .append("upsert", true))));
        assertThat(server.asked).isEqualTo(2);
        retryable(delete("c", doc("_id", 1), 1));
        retryable(delete("c", doc("_id", 9), 1));
        assertThat(server.asked).isEqualTo(3);
        retryable(doc("findAndModify", "c").append("query", doc("_id", 2)).append("remove", true));
        assertThat(server.asked).isEqualTo(4);
    }

    @Test
    void writesThatAreNotRetryableDoNotAsk() {
        server.run(insert("c", doc("_id", 3)));
        client.begin();
        client.run(insert("c", doc("_id", 4)));
        client.commit();
        assertThat(server.asked).isZero();
    }

    @Test
    void aStatementThatIsAnsweredFromTheRecordDoesNotAsk() {
        retryable(insert("c", doc("_id", 3)));
        Document again = server.run(client.retryable(insert("c", doc("_id", 3))));
        assertThat(again).containsEntry("n", 1).containsKey("retriedStmtIds");
        assertThat(server.asked).isEqualTo(1);
    }

    @Test
    void aDuplicateKeyDoesNotAsk() {
        assertThat(retryable(insert("c", doc("_id", 1)))).containsKey("writeErrors");
        assertThat(server.asked).isZero();
    }

    @Test
    void aWriteThatFailedBeforeItsCommitLeftNothingAndMayBeSentAgain() {
        server.faults.add(new CommandError(1, "no"));
        Document reply = retryable(update("c", doc("_id", 1), doc("$set", doc("a", 1))));
        assertThat(reply).containsEntry("n", 0).containsEntry("ok", 1.0);
        assertThat(reply.get("writeErrors"))
                .isEqualTo(List.of(doc("index", 0).append("code", 1).append("errmsg", "no")));
        assertThat(server.all("c")).containsExactly(doc("_id", 1), doc("_id", 2));

        Document again = server.run(client.retryable(update("c", doc("_id", 1), doc("$set", doc("a", 1)))));
        assertThat(again).containsEntry("nModified", 1).doesNotContainKey("retriedStmtIds");
    }

    @Test
    void aFindAndModifyFailsAsAWhole() {
        server.faults.add(new CommandError(1, "no"));
        client.number++;
        CommandError error = server.fails(client.retryable(
                doc("findAndModify", "c").append("query", doc("_id", 1)).append("remove", true)));
        assertThat(error.code()).isEqualTo(1);
        assertThat(server.all("c")).hasSize(2);
    }
}
