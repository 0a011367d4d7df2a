package io.polymongo.embedded.internal.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.ConnectionClosed;
import io.polymongo.embedded.internal.command.FakeConnection;
import io.polymongo.embedded.internal.command.Request;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TransactionalWritesTest {

    private final FakeConnection connection = new FakeConnection();
    private final FailPoint point = new FailPoint(new Random(1));
    private final TransactionalWrites asked = new TransactionalWrites(point, true);
    private final TransactionalWrites watching = new TransactionalWrites(point, false);

    @Test
    void closesTheConnectionAfterTheWrite() {
        set(new Document("times", 1), new Document());
        Request insert = retryable(new Document("insert", "c"));

        assertThatThrownBy(() -> asked.run(insert, asking(1))).isInstanceOf(ConnectionClosed.class);
        assertThat(connection.isClosed()).isTrue();
        assertThat(asked.run(insert, asking(1))).containsEntry("ok", 1.0);
    }

    @Test
    void failsTheStatementBeforeItsCommit() {
        set("alwaysOn", new Document("closeConnection", false).append("failBeforeCommitExceptionCode", 1));
        Request insert = retryable(new Document("insert", "c"));

        assertThatThrownBy(() -> asked.beforeCommit(insert))
                .isInstanceOfSatisfying(
                        CommandError.class, e -> assertThat(e.code()).isEqualTo(1))
                .hasMessageContaining("due to failpoint. The write must not be reflected.");
        assertThat(connection.isClosed()).isFalse();
    }

    @Test
    void countsOneForEachAsking() {
        set(new Document("skip", 1), new Document());
        Request update = retryable(new Document("update", "c"));

        assertThat(asked.run(update, asking(1))).containsEntry("ok", 1.0);
        set(new Document("skip", 1), new Document());
        assertThatThrownBy(() -> asked.run(update, asking(2))).isInstanceOf(ConnectionClosed.class);
    }

    @Test
    void concernsRetryableWritesOnly() {
        set("alwaysOn", new Document());

        assertThat(asked.run(request(new Document("insert", "c")), asking(1))).containsEntry("ok", 1.0);
        assertThat(asked.run(retryable(new Document("insert", "c").append("autocommit", false)), asking(1)))
                .containsEntry("ok", 1.0);
    }

    @Test
    void watchesSingleStatementsWhereTheServiceDoesNotAsk() {
        set("alwaysOn", new Document());
        Request update = retryable(new Document("update", "c").append("updates", List.of(new Document())));
        Document changed = new Document("n", 1).append("nModified", 1).append("ok", 1.0);
        Document unchanged = new Document("n", 1).append("nModified", 0).append("ok", 1.0);
        Document again = new Document(changed).append("retriedStmtIds", List.of(0));

        assertThat(watching.run(update, request -> unchanged)).isSameAs(unchanged);
        assertThat(watching.run(update, request -> again)).isSameAs(again);
        assertThatThrownBy(() -> watching.run(update, request -> changed)).isInstanceOf(ConnectionClosed.class);
    }

    @Test
    void refusesByNameWhatCannotBeWatched() {
        set("alwaysOn", new Document());
        Request updates =
                retryable(new Document("update", "c").append("updates", List.of(new Document(), new Document())));

        assertThatThrownBy(() -> watching.run(updates, asking(0)))
                .isInstanceOfSatisfying(
                        CommandError.class, e -> assertThat(e.code()).isEqualTo(115))
                .hasMessageContaining("several updates");
        assertThatThrownBy(() -> watching.check(new Document("failBeforeCommitExceptionCode", 1)))
                .hasMessageContaining("failBeforeCommitExceptionCode");
        assertThatThrownBy(() -> asked.check(new Document("errorCode", 1))).hasMessageContaining("'errorCode'");
        asked.check(new Document("failBeforeCommitExceptionCode", 1));
    }

    private CommandHandler asking(int times) {
        return request -> {
            for (int i = 0; i < times; i++) {
                asked.beforeCommit(request);
            }
            return new Document("ok", 1.0);
        };
    }

    private void set(Object mode, Document data) {
        point.set(FailPointSetting.parse(new Document("mode", mode).append("data", data)));
    }

    private Request retryable(Document body) {
        return request(body.append("txnNumber", 1L));
    }

    private Request request(Document body) {
        return new Request(connection, "db", body, false);
    }
}
