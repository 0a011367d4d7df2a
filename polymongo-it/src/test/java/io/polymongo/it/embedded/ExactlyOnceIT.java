package io.polymongo.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.server.LeakCheck;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes and commits that the driver repeats are carried out once, wherever the first try ended. */
@ExtendWith(LeakCheck.class)
@Timeout(600)
class ExactlyOnceIT {

    private final DriverEvents driver = new DriverEvents();
    private EmbeddedMongo server;
    private MongoClient client;
    private MongoCollection<Document> things;

    @BeforeEach
    void start() {
        server = Sets.three();
        // After an error that says no more than that a member shuts down, a driver waits for the next heartbeat.
        client = Sets.client(server, settings -> {
            driver.listenTo(settings);
            settings.applyToServerSettings(monitor -> monitor.heartbeatFrequency(500, TimeUnit.MILLISECONDS));
        });
        things = Sets.things(client);
        things.insertOne(new Document("_id", 1).append("n", 0));
    }

    @AfterEach
    void end() {
        client.close();
        server.close();
    }

    @Test
    void aWriteWhoseConnectionClosesBeforeIt() {
        server.closeNext("update");
        increment();
        assertThat(number()).isEqualTo(1);
        assertThat(driver.sent("update")).isEqualTo(2);
    }

    /** A driver that is told nothing new does not wait for the next heartbeat, which comes after all time limits. */
    @Test
    void aWriteThatMeetsNoPrimaryIsRepeatedAtOnce() {
        try (MongoClient withoutHeartbeats = Sets.client(
                server,
                settings -> settings.applyToServerSettings(monitor -> monitor.heartbeatFrequency(1, TimeUnit.HOURS)))) {
            Sets.things(withoutHeartbeats).find().first();
            server.failNext("update", 10107);
            Sets.things(withoutHeartbeats).updateOne(Filters.eq(1), Updates.inc("n", 1));
        }
        assertThat(number()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {10107, 189, 11602, 91, 11600})
    void aWriteThatMeetsAChangeOfTheSet(int code) {
        server.failNext("update", code);
        increment();
        assertThat(number()).isEqualTo(1);
        assertThat(driver.sent("update")).isEqualTo(2);
    }

    @Test
    void aWriteThatFailsForGoodIsNotRepeated() {
        server.failNext("update", 8000);
        assertThatThrownBy(this::increment)
                .isInstanceOfSatisfying(
                        MongoException.class, e -> assertThat(e.getCode()).isEqualTo(8000));
        assertThat(number()).isZero();
        assertThat(driver.sent("update")).isEqualTo(1);
    }

    @Test
    void aWriteDuringAStepDown() {
        server.stepDown();
        increment();
        assertThat(number()).isEqualTo(1);
        assertThat(driver.closedConnections()).isZero();
    }

    @Test
    void aWriteWhoseAnswerIsLostIsNotDoneAgainByTheSamePrimary() {
        loseTheAnswerOfTheNextWrite();
        increment();
        assertThat(number()).isEqualTo(1);
        assertThat(driver.sent("update")).isEqualTo(2);
    }

    @Test
    void aWriteWhoseAnswerIsLostIsNotDoneAgainByTheNextPrimary() {
        loseTheAnswerOfTheNextWrite();
        driver.afterNextFailure("update", this::stepDownAndLetTheDriverSee);
        increment();
        assertThat(number()).isEqualTo(1);
        assertThat(driver.sent("update")).isGreaterThanOrEqualTo(2);
        assertThat(server.primary()).hasValue(1);
    }

    @Test
    void aWriteWhoseAnswerIsLostIsNotDoneAgainWhenThePrimaryDies() {
        loseTheAnswerOfTheNextWrite();
        driver.afterNextFailure("update", () -> {
            server.kill(0);
            awaitTheNextPrimary();
        });
        increment();
        assertThat(number()).isEqualTo(1);
        assertThat(server.primary()).hasValue(1);
    }

    @Test
    void aFoundAndChangedDocumentWhoseAnswerIsLostIsTheOneOfTheFirstTime() {
        loseTheAnswerOfTheNextWrite();
        driver.afterNextFailure("findAndModify", this::stepDownAndLetTheDriverSee);

        assertThat(things.findOneAndUpdate(Filters.eq(1), Updates.inc("n", 1))).containsEntry("n", 0);

        assertThat(number()).isEqualTo(1);
    }

    @Test
    void manyInsertsWhoseAnswerIsLost() {
        List<Document> many =
                IntStream.range(2, 12).mapToObj(i -> new Document("_id", i)).toList();
        loseTheAnswerOfTheNextWrite();
        driver.afterNextFailure("insert", this::stepDownAndLetTheDriverSee);

        assertThat(things.insertMany(many).getInsertedIds()).hasSize(10);

        assertThat(things.countDocuments()).isEqualTo(11);
    }

    @Test
    void aCommitWhoseConnectionClosesBeforeIt() {
        server.closeNext("commitTransaction");
        incrementInTransaction();
        assertThat(number()).isEqualTo(1);
        assertThat(driver.sent("commitTransaction")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {10107, 189, 11602, 91, 11600})
    void aCommitThatMeetsAChangeOfTheSet(int code) {
        server.failNext("commitTransaction", code);
        incrementInTransaction();
        assertThat(number()).isEqualTo(1);
        assertThat(driver.sent("commitTransaction")).isEqualTo(2);
    }

    @Test
    void aCommitAfterAStepDownIsOfNothingAndTheWholeIsRepeated() {
        int[] attempts = {0};
        try (ClientSession session = client.startSession()) {
            session.withTransaction(() -> {
                things.updateOne(session, Filters.eq(1), Updates.inc("n", 1));
                if (attempts[0]++ == 0) {
                    server.stepDown();
                }
                return true;
            });
        }
        assertThat(attempts[0]).isEqualTo(2);
        assertThat(number()).isEqualTo(1);
    }

    @Test
    void aCommitWhoseAnswerIsAnotherPrimarysIsNotRepeatedAsAWhole() {
        int[] attempts = {0};
        loseTheAnswerOfTheNextCommit();
        driver.afterNextFailure("commitTransaction", this::stepDownAndLetTheDriverSee);
        try (ClientSession session = client.startSession()) {
            session.withTransaction(() -> {
                attempts[0]++;
                return things.updateOne(session, Filters.eq(1), Updates.inc("n", 1));
            });
        }
        assertThat(number()).isEqualTo(1);
        assertThat(attempts[0]).isEqualTo(1);
        assertThat(driver.sent("commitTransaction")).isGreaterThanOrEqualTo(2);
        assertThat(server.primary()).hasValue(1);
    }

    private void stepDownAndLetTheDriverSee() {
        server.stepDown();
        awaitTheNextPrimary();
    }

    /** A driver repeats once: what it heard before the change must not send it to the former primary again. */
    private void awaitTheNextPrimary() {
        await().until(() -> driver.primaryPort().equals(OptionalInt.of(server.port(1))));
    }

    /** A commit that is carried out and then answered with an error that says it may not have been. */
    private void loseTheAnswerOfTheNextCommit() {
        admin(new Document("configureFailPoint", "failCommand")
                .append("mode", new Document("times", 1))
                .append(
                        "data",
                        new Document("failCommands", List.of("commitTransaction"))
                                .append(
                                        "writeConcernError",
                                        new Document("code", 91)
                                                .append("codeName", "ShutdownInProgress")
                                                .append("errmsg", "going down"))));
    }

    private void loseTheAnswerOfTheNextWrite() {
        admin(new Document("configureFailPoint", "onPrimaryTransactionalWrite")
                .append("mode", new Document("times", 1))
                .append("data", new Document("closeConnection", true)));
    }

    private void admin(Document command) {
        client.getDatabase("admin").runCommand(command);
    }

    private void increment() {
        things.updateOne(Filters.eq(1), Updates.inc("n", 1));
    }

    private void incrementInTransaction() {
        try (ClientSession session = client.startSession()) {
            session.startTransaction();
            things.updateOne(session, Filters.eq(1), Updates.inc("n", 1));
            session.commitTransaction();
        }
    }

    private int number() {
        return things.find(Filters.eq(1)).first().getInteger("n");
    }
}
