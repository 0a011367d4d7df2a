package io.polymongo.embedded.internal.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.Binary;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.ConnectionClosed;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.FakeConnection;
import io.polymongo.embedded.internal.command.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class RepliesTest {

    private static final long STREAM = 7;

    private final FakeConnection connection = new FakeConnection();
    private final AtomicLong time = new AtomicLong(5);
    private CommandHandler inner = request -> new Document("n", 1).append("ok", 1.0);
    private final Replies replies =
            new Replies(() -> new BsonTimestamp(time.get()), id -> id == STREAM, request -> inner.handle(request));

    @Test
    void givesEveryReplyTheTimes() {
        Document reply = replies.handle(request(new Document("ping", 1)));

        assertThat(reply).containsEntry("ok", 1.0).containsEntry("operationTime", new BsonTimestamp(5));
        assertThat(reply.get("$clusterTime"))
                .isEqualTo(new Document("clusterTime", new BsonTimestamp(5))
                        .append("signature", new Document("hash", Binary.of(new byte[20])).append("keyId", 0L)));
        assertThat(reply).doesNotContainKey("errorLabels");
    }

    @Test
    void turnsAnErrorIntoItsReplyWithTheTimes() {
        inner = failing(new CommandError(11000, "E11000", List.of(), new Document("keyValue", new Document("a", 1))));

        assertThat(replies.handle(request(new Document("findAndModify", "c"))))
                .containsEntry("ok", 0.0)
                .containsEntry("code", 11000)
                .containsEntry("codeName", "DuplicateKey")
                .containsEntry("errmsg", "E11000")
                .containsEntry("keyValue", new Document("a", 1))
                .containsKeys("operationTime", "$clusterTime")
                .doesNotContainKey("errorLabels");
    }

    @Test
    void leavesTheInnerReplyAsItIs() {
        Document recorded = new Document("ok", 1.0);
        inner = request -> recorded;

        replies.handle(request(new Document("insert", "c")));

        assertThat(recorded).isEqualTo(new Document("ok", 1.0));
    }

    @Test
    void keepsTheLabelsThatAnErrorBrings() {
        inner = failing(new CommandError(286, "lost", List.of("NonResumableChangeStreamError"), new Document()));

        assertThat(replies.handle(request(new Document("getMore", STREAM))))
                .containsEntry("errorLabels", List.of("NonResumableChangeStreamError"));
    }

    @Test
    void neverPutsRetryableBesideTransient() {
        inner = failing(new CommandError(91, "down", List.of("TransientTransactionError"), new Document()));

        assertThat(replies.handle(request(new Document("insert", "c").append("txnNumber", 1L))))
                .containsEntry("errorLabels", List.of("TransientTransactionError"));
    }

    @Test
    void labelsAWriteConcernErrorAtTheTopLevel() {
        inner = request -> new Document("writeConcernError", new Document("code", 91)).append("ok", 1.0);

        assertThat(replies.handle(request(new Document("insert", "c").append("txnNumber", 1L))))
                .containsEntry("errorLabels", List.of("RetryableWriteError"));
        assertThat(replies.handle(request(new Document("insert", "c")))).doesNotContainKey("errorLabels");
    }

    @Test
    void knowsAChangeStreamByItsCursorAndByItsStage() {
        inner = failing(new CommandError(ErrorCode.HOST_UNREACHABLE, "gone"));

        assertThat(replies.handle(request(new Document("getMore", STREAM))))
                .containsEntry("errorLabels", List.of("ResumableChangeStreamError"));
        assertThat(replies.handle(request(new Document("getMore", STREAM + 1)))).doesNotContainKey("errorLabels");
        assertThat(replies.handle(request(aggregate("$changeStream"))))
                .containsEntry("errorLabels", List.of("ResumableChangeStreamError"));
        assertThat(replies.handle(request(aggregate("$match")))).doesNotContainKey("errorLabels");
    }

    @Test
    void saysThatNothingWasWrittenWhereTheConnectionHadWrittenBefore() {
        Document insert = new Document("insert", "c").append("txnNumber", 1L);
        CommandHandler interrupted = failing(new CommandError(ErrorCode.INTERRUPTED_DUE_TO_REPL_STATE_CHANGE, "x"));
        inner = interrupted;
        assertThat(replies.handle(request(insert))).containsEntry("errorLabels", List.of("RetryableWriteError"));

        inner = request -> new Document("n", 1).append("ok", 1.0);
        replies.handle(request(insert));
        inner = interrupted;
        assertThat(replies.handle(request(insert)))
                .containsEntry("errorLabels", List.of("RetryableWriteError", "NoWritesPerformed"));

        inner = request -> {
            time.incrementAndGet();
            return interrupted.handle(request);
        };
        assertThat(replies.handle(request(insert))).containsEntry("errorLabels", List.of("RetryableWriteError"));
    }

    @Test
    void turnsAnythingElseIntoUnknownErrorAndLogsNoDocument() {
        List<LogRecord> logged = new ArrayList<>();
        Logger logger = Logger.getLogger(Replies.class.getName());
        Handler handler = new Collecting(logged);
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            inner = failing(new IllegalStateException("about {secret: 1}"));

            assertThat(replies.handle(request(new Document("insert", "c").append("documents", List.of()))))
                    .containsEntry("ok", 0.0)
                    .containsEntry("code", 8)
                    .containsEntry("codeName", "UnknownError")
                    .containsKeys("operationTime", "$clusterTime");
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        assertThat(logged).singleElement().satisfies(entry -> {
            assertThat(entry.getLevel()).isEqualTo(java.util.logging.Level.WARNING);
            assertThat(entry.getParameters()).contains("insert");
            assertThat(entry.getThrown()).isNull();
            assertThat(String.join(" ", List.of(entry.getParameters()).toString(), entry.getMessage()))
                    .doesNotContain("secret");
        });
    }

    @Test
    void hasNoAnswerForAClosedConnection() {
        inner = request -> {
            throw new ConnectionClosed(request.connection());
        };

        assertThatThrownBy(() -> replies.handle(request(new Document("ping", 1))))
                .isInstanceOf(ConnectionClosed.class);
        assertThat(connection.isClosed()).isTrue();
    }

    private Request request(Document body) {
        return new Request(connection, "db", body, false);
    }

    private static Document aggregate(String stage) {
        return new Document("aggregate", "c").append("pipeline", List.of(new Document(stage, new Document())));
    }

    private static CommandHandler failing(RuntimeException error) {
        return request -> {
            throw error;
        };
    }

    private static final class Collecting extends Handler {

        private final List<LogRecord> logged;

        private Collecting(List<LogRecord> logged) {
            this.logged = logged;
        }

        @Override
        public void publish(LogRecord entry) {
            logged.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
