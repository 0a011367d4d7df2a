package io.polymongo.embedded.internal.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.ConnectionClosed;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.FakeConnection;
import io.polymongo.embedded.internal.command.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailPointsTest {

    private static final long STREAM = 7;
    private static final long CURSOR = 8;

    private final FakeConnection connection = new FakeConnection();
    private final List<Duration> slept = new ArrayList<>();
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private CommandHandler inner = request -> new Document("n", 1).append("ok", 1.0);
    private boolean mayConfigure = true;
    private FailPoints points;
    private Replies server;

    @BeforeEach
    void start() {
        points = points(true);
        server = new Replies(() -> new BsonTimestamp(5), id -> id == STREAM, points);
    }

    @Test
    void failsWithACodeAsOftenAsItIsTold() {
        failCommand(new Document("times", 2), data("find").append("errorCode", 2));

        assertThat(send("find", "c"))
                .containsEntry("ok", 0.0)
                .containsEntry("code", 2)
                .containsEntry("codeName", "BadValue")
                .containsEntry("errmsg", "Failing command via 'failCommand' failpoint");
        assertThat(send("count", "c")).containsEntry("ok", 1.0);
        assertThat(send("find", "c")).containsEntry("code", 2);
        assertThat(send("find", "c")).containsEntry("ok", 1.0);
        assertThat(ran).containsExactly("count", "find");
    }

    @Test
    void passesOverTheFirst() {
        failCommand(new Document("skip", 1), data("find").append("errorCode", 2));

        assertThat(send("find", "c")).containsEntry("ok", 1.0);
        assertThat(send("find", "c")).containsEntry("code", 2);
        assertThat(send("find", "c")).containsEntry("code", 2);
    }

    @Test
    void isTurnedOffAndTellsHowOftenItActed() {
        failCommand("alwaysOn", data("find").append("errorCode", 2));
        send("find", "c");
        send("find", "c");

        assertThat(failCommand("off", new Document())).containsEntry("count", 2);
        assertThat(send("find", "c")).containsEntry("ok", 1.0);
    }

    @Test
    void actsByChance() {
        failCommand(new Document("activationProbability", 0.5), data("find").append("errorCode", 2));
        long failed = 0;
        for (int i = 0; i < 1000; i++) {
            failed += Double.valueOf(0).equals(send("find", "c").get("ok")) ? 1 : 0;
        }
        assertThat(failed).isBetween(400L, 600L);

        failCommand(new Document("activationProbability", 0), data("find").append("errorCode", 2));
        assertThat(send("find", "c")).containsEntry("ok", 1.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "isMaster", "saslStart", "saslContinue", "getMore", "ping"})
    void reachesEveryCommand(String command) {
        failCommand("alwaysOn", data(command).append("errorCode", 91));

        assertThat(send(command, 1)).containsEntry("code", 91).containsEntry("codeName", "ShutdownInProgress");
    }

    @Test
    void knowsACommandByItsOtherName() {
        failCommand("alwaysOn", data("isMaster").append("errorCode", 91));

        assertThat(send("ismaster", 1)).containsEntry("code", 91);
        assertThat(send("hello", 1)).containsEntry("ok", 1.0);
    }

    @Test
    void neverReachesTheCommandThatSetsIt() {
        failCommand("alwaysOn", new Document("failAllCommands", true).append("errorCode", 91));

        assertThat(send("find", "c")).containsEntry("code", 91);
        assertThat(failCommand("off", new Document())).containsEntry("ok", 1.0);
    }

    @Test
    void labelsAsATrueErrorWouldBe() {
        failCommand("alwaysOn", data("insert").append("errorCode", 10107));

        assertThat(send(new Document("insert", "c").append("txnNumber", 1L)))
                .containsEntry("errorLabels", List.of("RetryableWriteError"));
        assertThat(send(new Document("insert", "c").append("txnNumber", 1L).append("autocommit", false)))
                .containsEntry("errorLabels", List.of("TransientTransactionError"));
        assertThat(send("insert", "c")).doesNotContainKey("errorLabels");
    }

    @Test
    void labelsAsItIsTold() {
        failCommand(
                "alwaysOn",
                data("insert").append("errorCode", 10107).append("errorLabels", List.of("A", "NoWritesPerformed")));
        assertThat(send(new Document("insert", "c").append("txnNumber", 1L)))
                .containsEntry("errorLabels", List.of("A", "NoWritesPerformed"));

        failCommand("alwaysOn", data("insert").append("errorCode", 10107).append("errorLabels", List.of()));
        assertThat(send(new Document("insert", "c").append("txnNumber", 1L))).doesNotContainKey("errorLabels");
    }

    @Test
    void doesNotLabelAGetMoreAsItsCursorIsNotLookedUpYet() {
        failCommand("alwaysOn", data("getMore", "aggregate").append("errorCode", 6));

        assertThat(send(new Document("getMore", STREAM).append("collection", "c")))
                .containsEntry("code", 6)
                .doesNotContainKey("errorLabels");
        assertThat(send(new Document("aggregate", "c")
                        .append("pipeline", List.of(new Document("$changeStream", new Document())))))
                .containsEntry("errorLabels", List.of("ResumableChangeStreamError"));
    }

    @Test
    void failsAGetMoreWithItsCursor() {
        configure("failGetMoreAfterCursorCheckout", "alwaysOn", new Document("errorCode", 6));

        assertThat(send(new Document("getMore", STREAM).append("collection", "c")))
                .containsEntry("code", 6)
                .containsEntry("errorLabels", List.of("ResumableChangeStreamError"));
        assertThat(send(new Document("getMore", CURSOR).append("collection", "c")))
                .containsEntry("code", 6)
                .doesNotContainKey("errorLabels");
        assertThat(ran).containsExactly("killCursors", "killCursors");
        assertThat(send(new Document("getMore", 99L).append("collection", "c"))).containsEntry("ok", 1.0);
        assertThat(send("find", "c")).containsEntry("ok", 1.0);
    }

    @Test
    void closesTheConnectionWithoutAnAnswer() {
        failCommand(
                new Document("times", 1),
                data("find").append("closeConnection", true).append("errorCode", 2));

        assertThatThrownBy(() -> send("find", "c")).isInstanceOf(ConnectionClosed.class);
        assertThat(connection.isClosed()).isTrue();
        assertThat(ran).isEmpty();
    }

    @Test
    void waitsAndGoesOn() {
        failCommand("alwaysOn", data("find").append("blockConnection", true).append("blockTimeMS", 250));

        assertThat(send("find", "c")).containsEntry("ok", 1.0);
        send("count", "c");
        assertThat(slept).containsExactly(Duration.ofMillis(250));

        failCommand("alwaysOn", data("find").append("blockConnection", true));
        assertThat(send("find", "c"))
                .containsEntry("code", 72)
                .containsEntry("errmsg", "must specify 'blockTimeMS' when 'blockConnection' is true");
    }

    @Test
    void addsAWriteConcernErrorToWhatHasRun() {
        Document error = new Document("code", 91).append("errmsg", "down");
        failCommand("alwaysOn", data("insert", "find", "commitTransaction").append("writeConcernError", error));

        assertThat(send(new Document("insert", "c").append("txnNumber", 1L)))
                .containsEntry("ok", 1.0)
                .containsEntry("n", 1)
                .containsEntry("writeConcernError", error)
                .containsEntry("errorLabels", List.of("RetryableWriteError"));
        assertThat(send(new Document("commitTransaction", 1)
                        .append("txnNumber", 1L)
                        .append("autocommit", false)))
                .containsEntry("writeConcernError", error)
                .containsEntry("errorLabels", List.of("RetryableWriteError"));
        assertThat(send("find", "c")).doesNotContainKey("writeConcernError");
        assertThat(ran).containsExactly("insert", "commitTransaction", "find");
    }

    @Test
    void addsAWriteConcernErrorToAnErrorToo() {
        inner = request -> {
            throw new CommandError(ErrorCode.NO_SUCH_TRANSACTION, "gone");
        };
        Document commit =
                new Document("commitTransaction", 1).append("txnNumber", 1L).append("autocommit", false);
        assertThat(send(commit)).containsEntry("errorLabels", List.of("TransientTransactionError"));

        failCommand("alwaysOn", data("commitTransaction").append("writeConcernError", new Document("code", 64)));
        assertThat(send(commit))
                .containsEntry("ok", 0.0)
                .containsEntry("code", 251)
                .containsKey("writeConcernError")
                .doesNotContainKey("errorLabels");
    }

    @Test
    void concernsOneApplicationOnly() {
        failCommand("alwaysOn", data("find", "hello").append("errorCode", 2).append("appName", "mine"));

        assertThat(send("find", "c")).containsEntry("ok", 1.0);
        assertThat(send(new Document("hello", 1)
                        .append("client", new Document("application", new Document("name", "mine")))))
                .containsEntry("code", 2);
        connection.applicationName("mine");
        assertThat(send("find", "c")).containsEntry("code", 2);
    }

    @Test
    void concernsOneNamespaceOnly() {
        failCommand("alwaysOn", data("find", "getMore").append("errorCode", 2).append("namespace", "db.c"));

        assertThat(send("find", "c")).containsEntry("code", 2);
        assertThat(send(new Document("getMore", CURSOR).append("collection", "c")))
                .containsEntry("code", 2);
        assertThat(send("find", "other")).containsEntry("ok", 1.0);
    }

    @Test
    void refusesWhatTheServerRefuses() {
        assertThat(configure("noSuchPoint", "alwaysOn", new Document()))
                .containsEntry("code", 266)
                .containsEntry("codeName", "FailPointSetFailed")
                .containsEntry("errmsg", "noSuchPoint not found");
        assertThat(failCommand("sometimes", new Document()))
                .containsEntry("code", 2)
                .containsEntry("errmsg", "unknown mode: sometimes");
        assertThat(failCommand(new Document("times", -1), new Document()))
                .containsEntry("code", 2)
                .containsEntry("errmsg", "'times' option to 'mode' must be positive");
        assertThat(failCommand(new Document("often", 1), new Document())).containsEntry("code", 2);
        assertThat(failCommand(new Document("activationProbability", 2), new Document()))
                .containsEntry("code", 2);
        assertThat(failCommand(7, new Document()))
                .containsEntry("code", 14)
                .containsEntry("errmsg", "'mode' must be a string or JSON object");
        assertThat(server.handle(admin(new Document("configureFailPoint", "failCommand"))))
                .containsEntry("code", 20);
        assertThat(server.handle(admin(new Document("configureFailPoint", "failCommand")
                        .append("mode", "alwaysOn")
                        .append("data", 1))))
                .containsEntry("code", 14);
        assertThat(server.handle(admin(new Document("configureFailPoint", "failCommand")
                        .append("mode", "off")
                        .append("what", 1))))
                .containsEntry("code", 40415);
    }

    @Test
    void refusesDataItDoesNotKnowInsteadOfIgnoringIt() {
        assertThat(failCommand("alwaysOn", data("find").append("threadName", "x")))
                .containsEntry("code", 115)
                .extractingByKey("errmsg")
                .asString()
                .contains("'threadName'");
        assertThat(failCommand("alwaysOn", data("find").append("errorCode", "2")))
                .containsEntry("code", 14);
        assertThat(send("find", "c")).containsEntry("ok", 1.0);
    }

    @Test
    void isSetOnAdminByWhomMaySetIt() {
        Document command = new Document("configureFailPoint", "failCommand").append("mode", "off");
        assertThat(send(command))
                .containsEntry("code", 13)
                .containsEntry("errmsg", "configureFailPoint may only be run against the admin database.");
        mayConfigure = false;
        assertThat(server.handle(admin(command))).containsEntry("code", 13);
        mayConfigure = true;
        assertThat(server.handle(admin(command))).containsEntry("ok", 1.0);
    }

    @Test
    void failsTheNextOnesFromJava() {
        points.failNext("find", ErrorCode.HOST_UNREACHABLE);
        points.failNext("find", 2);
        points.closeNext("find");

        assertThat(send("count", "c")).containsEntry("ok", 1.0);
        assertThat(send("find", "c")).containsEntry("code", 6);
        assertThat(send("find", "c")).containsEntry("code", 2);
        assertThatThrownBy(() -> send("find", "c")).isInstanceOf(ConnectionClosed.class);
        assertThat(send("find", "c")).containsEntry("ok", 1.0);
    }

    @Test
    void slowsAllCommandsDown() {
        points.latency(Duration.ofMillis(5));
        send("find", "c");
        points.latency(Duration.ZERO);
        send("find", "c");

        assertThat(slept).containsExactly(Duration.ofMillis(5));
    }

    @Test
    void holdsRequestsAndLosesNone() throws Exception {
        points.pause();
        List<CompletableFuture<Document>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(CompletableFuture.supplyAsync(() -> send("find", "c"), task -> new Thread(task).start()));
        }
        assertThat(CompletableFuture.anyOf(waiting.toArray(CompletableFuture[]::new)))
                .isNotDone();
        assertThat(ran).isEmpty();

        points.resume();

        for (CompletableFuture<Document> reply : waiting) {
            assertThat(reply.get(2, TimeUnit.MINUTES)).containsEntry("ok", 1.0);
        }
        assertThat(ran).hasSize(3);
    }

    @Test
    void forgetsEverything() {
        failCommand("alwaysOn", data("find").append("errorCode", 2));
        points.failNext("find", 2);
        points.latency(Duration.ofMillis(5));
        points.pause();

        points.clear();

        assertThat(send("find", "c")).containsEntry("ok", 1.0);
        assertThat(slept).isEmpty();
    }

    private FailPoints points(boolean writesAsk) {
        return new FailPoints(
                slept::add,
                new Random(1),
                id -> id == STREAM || id == CURSOR,
                writesAsk,
                request -> {
                    if (!mayConfigure) {
                        throw new CommandError(ErrorCode.UNAUTHORIZED, "not authorized");
                    }
                },
                request -> {
                    ran.add(request.name());
                    return inner.handle(request);
                });
    }

    private Document send(String command, Object target) {
        return send(new Document(command, target));
    }

    private Document send(Document body) {
        return server.handle(new Request(connection, "db", body, false));
    }

    private Request admin(Document body) {
        return new Request(connection, "admin", body.append("$db", "admin"), false);
    }

    private Document failCommand(Object mode, Document data) {
        return configure("failCommand", mode, data);
    }

    private Document configure(String name, Object mode, Document data) {
        return server.handle(admin(
                new Document("configureFailPoint", name).append("mode", mode).append("data", data)));
    }

    private static Document data(String... commands) {
        return new Document("failCommands", List.of(commands));
    }
}
