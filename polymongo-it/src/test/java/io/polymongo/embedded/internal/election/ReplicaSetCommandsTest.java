package io.polymongo.embedded.internal.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.ConnectionClosed;
import io.polymongo.embedded.internal.command.FakeConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicaSetCommandsTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final BsonTimestamp LATEST = new BsonTimestamp(NOW, 3);

    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final ReplicaSet set = new ReplicaSet(
            "rs0",
            List.of("h:1", "h:2", "h:3"),
            timers,
            Duration.ofMillis(20),
            InstantSource.fixed(NOW),
            ObjectId::new);
    private final ReplicaSetCommands commands = new ReplicaSetCommands(
            set,
            InstantSource.fixed(NOW),
            () -> LATEST,
            user -> user.equals("admin.ada") ? List.of("SCRAM-SHA-1", "SCRAM-SHA-256") : List.of(),
            new ObjectId(),
            request -> new Document("ok", 1.0).append("passedOn", request.name()));
    private final FakeConnection toPrimary = new FakeConnection(0);
    private final FakeConnection toSecondary = new FakeConnection(1);

    @AfterEach
    void end() {
        timers.shutdownNow();
    }

    private Document ask(FakeConnection connection, Document command) {
        return commands.handle(connection.request("admin", command));
    }

    private static void assertError(int code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CommandError.class, error -> assertThat(error.code()).isEqualTo(code));
    }

    @Test
    void thePrimarySaysEverything() {
        Document reply = ask(toPrimary, new Document("hello", 1));

        Document opTime = new Document("ts", LATEST).append("t", 1L);
        Instant second = Instant.parse("2026-01-02T03:04:05Z");
        assertThat(reply)
                .isEqualTo(new Document("topologyVersion", set.view(0).version().toDocument())
                        .append("hosts", List.of("h:1", "h:2", "h:3"))
                        .append("setName", "rs0")
                        .append("setVersion", 1)
                        .append("isWritablePrimary", true)
                        .append("secondary", false)
                        .append("primary", "h:1")
                        .append("me", "h:1")
                        .append("electionId", new ObjectId("7fffffff0000000000000001"))
                        .append(
                                "lastWrite",
                                new Document("opTime", opTime)
                                        .append("lastWriteDate", second)
                                        .append("majorityOpTime", opTime)
                                        .append("majorityWriteDate", second))
                        .append("isImplicitDefaultMajorityWC", true)
                        .append("maxBsonObjectSize", 16777216)
                        .append("maxMessageSizeBytes", 48000000)
                        .append("maxWriteBatchSize", 100000)
                        .append("localTime", NOW)
                        .append("logicalSessionTimeoutMinutes", 30)
                        .append("connectionId", 1)
                        .append("minWireVersion", 0)
                        .append("maxWireVersion", 21)
                        .append("readOnly", false)
                        .append("ok", 1.0));
    }

    @Test
    void aSecondarySaysWhoIsPrimaryAndNoElection() {
        Document reply = ask(toSecondary, new Document("hello", 1));

        assertThat(reply)
                .containsEntry("isWritablePrimary", false)
                .containsEntry("secondary", true)
                .containsEntry("primary", "h:1")
                .containsEntry("me", "h:2")
                .doesNotContainKeys("electionId", "helloOk", "ismaster");
    }

    @ParameterizedTest
    @ValueSource(strings = {"isMaster", "ismaster"})
    void theOlderNamesAreAnsweredInOlderWords(String name) {
        assertThat(ask(toPrimary, new Document(name, 1).append("helloOk", true)))
                .containsEntry("ismaster", true)
                .containsEntry("helloOk", true)
                .doesNotContainKey("isWritablePrimary");
    }

    @Test
    void mechanismsAreToldOfUsersThatExist() {
        assertThat(ask(toPrimary, new Document("hello", 1).append("saslSupportedMechs", "admin.ada")))
                .containsEntry("saslSupportedMechs", List.of("SCRAM-SHA-1", "SCRAM-SHA-256"));
        assertThat(ask(toPrimary, new Document("hello", 1).append("saslSupportedMechs", "admin.bob")))
                .doesNotContainKey("saslSupportedMechs");
        assertError(14, () -> ask(toPrimary, new Document("hello", 1).append("saslSupportedMechs", 1)));
    }

    @Test
    void aClientSaysOnceWhatItIs() {
        Document client = new Document("application", new Document("name", "app"));
        ask(toPrimary, new Document("hello", 1).append("client", client));
        assertThat(toPrimary.applicationName()).isEqualTo("app");
        assertError(186, () -> ask(toPrimary, new Document("hello", 1).append("client", client)));
        ask(toPrimary, new Document("hello", 1));

        ask(toSecondary, new Document("hello", 1));
        assertError(186, () -> ask(toSecondary, new Document("hello", 1).append("client", client)));

        Document longName = new Document("application", new Document("name", "x".repeat(129)));
        assertError(184, () -> ask(new FakeConnection(0), new Document("hello", 1).append("client", longName)));
        assertError(14, () -> ask(new FakeConnection(0), new Document("hello", 1).append("client", "app")));
    }

    @Test
    void aHelloThatWaitsNamesBothWhatItKnowsAndHowLong() {
        Document known = set.view(0).version().toDocument();
        assertError(31368, () -> ask(toPrimary, new Document("hello", 1).append("topologyVersion", known)));
        assertError(31368, () -> ask(toPrimary, new Document("hello", 1).append("maxAwaitTimeMS", 10)));
        assertError(2, () -> ask(toPrimary, awaitable(known, -1)));
        assertError(31372, () -> ask(toPrimary, awaitable(known.clone().append("counter", -1L), 10)));
        assertError(31382, () -> ask(toPrimary, awaitable(known.clone().append("counter", 99L), 10)));
        assertError(14, () -> ask(toPrimary, awaitable(known.clone().append("counter", 1), 10)));
        assertError(40414, () -> ask(toPrimary, awaitable(new Document(), 10)));
        assertThat(ask(toPrimary, awaitable(known, 10))).containsEntry("topologyVersion", known);
        Document ofAnother = known.clone().append("processId", new ObjectId()).append("counter", 99L);
        assertThat(ask(toPrimary, awaitable(ofAnother, 60_000))).containsEntry("topologyVersion", known);
    }

    private static Document awaitable(Document known, int millis) {
        return new Document("hello", 1).append("topologyVersion", known).append("maxAwaitTimeMS", millis);
    }

    @Test
    void writesNeedThePrimary() {
        for (String write :
                List.of("insert", "update", "findAndModify", "create", "dropDatabase", "commitTransaction")) {
            assertThat(ask(toPrimary, new Document(write, "c"))).containsEntry("passedOn", write);
            assertError(10107, () -> ask(toSecondary, new Document(write, "c")));
        }
        Document inTransaction = new Document("find", "c")
                .append("autocommit", false)
                .append("$readPreference", new Document("mode", "secondary"));
        assertThat(ask(toPrimary, inTransaction)).containsEntry("passedOn", "find");
        assertError(10107, () -> ask(toSecondary, inTransaction));
    }

    @Test
    void readsOnASecondaryAreAskedFor() {
        Document find = new Document("find", "c");
        assertThat(ask(toPrimary, find)).containsEntry("passedOn", "find");
        assertError(13435, () -> ask(toSecondary, find));
        assertError(
                13435, () -> ask(toSecondary, find.clone().append("$readPreference", new Document("mode", "primary"))));
        assertThat(ask(toSecondary, find.clone().append("$readPreference", new Document("mode", "primaryPreferred"))))
                .containsEntry("passedOn", "find");
        assertThat(ask(toSecondary, new Document("ping", 1))).containsEntry("passedOn", "ping");
        assertThat(ask(toSecondary, new Document("getMore", 1L))).containsEntry("passedOn", "getMore");
    }

    @Test
    void aMemberThatIsDownRefusesEverything() {
        set.kill(1);

        assertError(91, () -> ask(toSecondary, new Document("hello", 1)));
        assertError(91, () -> ask(toSecondary, new Document("ping", 1)));
        assertError(91, () -> ask(toSecondary, new Document("insert", "c")));
        assertError(91, () -> ask(toSecondary, new Document("replSetGetStatus", 1)));
        // Its cursors are gone: a driver resumes its change streams only if it is told nothing at all.
        assertThatThrownBy(() -> ask(toSecondary, new Document("getMore", 1L))).isInstanceOf(ConnectionClosed.class);
        assertThat(ask(toPrimary, new Document("ping", 1))).containsEntry("passedOn", "ping");
    }

    @Test
    void theStatusTellsOfEachMember() {
        set.kill(2);

        Document status = ask(toSecondary, new Document("replSetGetStatus", 1));

        assertThat(status)
                .containsEntry("set", "rs0")
                .containsEntry("myState", 2)
                .containsEntry("term", 1L);
        assertThat((List<?>) status.get("members"))
                .extracting(member -> ((Document) member).get("stateStr"))
                .containsExactly("PRIMARY", "SECONDARY", "(not reachable/healthy)");
        assertThat((List<?>) status.get("members"))
                .extracting(member -> ((Document) member).get("self"))
                .containsExactly(null, true, null);
        assertError(13, () -> commands.handle(toPrimary.request("d", new Document("replSetGetStatus", 1))));
    }

    @Test
    void theConfigurationNamesEachMember() {
        Document config =
                (Document) ask(toPrimary, new Document("replSetGetConfig", 1)).get("config");

        assertThat(config).containsEntry("_id", "rs0").containsEntry("version", 1);
        assertThat((List<?>) config.get("members"))
                .extracting(member -> ((Document) member).get("host"))
                .containsExactly("h:1", "h:2", "h:3");
    }

    @Test
    void steppingDownHasItsConditions() {
        assertError(10107, () -> ask(toSecondary, new Document("replSetStepDown", 60)));
        assertError(2, () -> ask(toPrimary, new Document("replSetStepDown", -1)));
        assertError(2, () -> ask(toPrimary, new Document("replSetStepDown", 9)));
        assertError(14, () -> ask(toPrimary, new Document("replSetStepDown", "x")));
        assertError(115, () -> ask(toPrimary, new Document("replSetFreeze", 1)));
        assertThat(set.primary()).hasValue(0);

        assertThat(ask(toPrimary, new Document("replSetStepDown", 60))).containsEntry("ok", 1.0);

        assertThat(set.view(0).state()).isEqualTo(MemberState.SECONDARY);
    }

    @Test
    void aClientThatGoesIsNotWaitedFor() throws Exception {
        set.kill(2);
        Document insert = new Document("insert", "c").append("writeConcern", new Document("w", 3));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<Document> reply = threads.submit(() -> ask(toPrimary, insert));
            await().until(toPrimary::isWaitedFor);

            toPrimary.gone();

            assertThat(reply.get(30, TimeUnit.SECONDS).get("writeConcernError"))
                    .isInstanceOfSatisfying(
                            Document.class, error -> assertThat(error).containsEntry("code", 11601));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anUnknownTransactionIsWaitedForToo() {
        CommandHandler unknown = new ReplicaSetCommands(
                set, InstantSource.fixed(NOW), () -> LATEST, user -> List.of(), new ObjectId(), request -> {
                    throw new CommandError(251, "unknown", List.of("TransientTransactionError"), new Document());
                });
        Document concern = new Document("w", 3).append("wtimeout", 1);
        Document commit = new Document("commitTransaction", 1).append("writeConcern", concern);

        assertThatThrownBy(() -> unknown.handle(toPrimary.request("admin", commit)))
                .isInstanceOfSatisfying(
                        CommandError.class,
                        error -> assertThat(error.labels()).containsExactly("TransientTransactionError"));
        set.kill(2);
        assertThatThrownBy(() -> unknown.handle(toPrimary.request("admin", commit)))
                .isInstanceOfSatisfying(CommandError.class, error -> {
                    assertThat(error.code()).isEqualTo(251);
                    assertThat(error.labels()).isEmpty();
                    assertThat(error.details()).containsKey("writeConcernError");
                });
    }
}
