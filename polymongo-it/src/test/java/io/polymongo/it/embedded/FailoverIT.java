package io.polymongo.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ReadPreference;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.server.LeakCheck;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Members that die and come back, under a driver. */
@ExtendWith(LeakCheck.class)
@Timeout(600)
class FailoverIT {

    private static final Duration LONG = Duration.ofMinutes(2);

    private final DriverEvents driver = new DriverEvents();
    private EmbeddedMongo server;
    private MongoClient client;
    private MongoCollection<Document> things;

    @BeforeEach
    void start() {
        server = Sets.three();
        // A driver that asks nothing looks at members that were gone at the next heartbeat.
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
    void aPrimaryThatDiesIsFollowedByAnotherThatTheDriverSees() {
        int dying = server.primary().orElseThrow();
        DriverEvents told = new DriverEvents();
        try (MongoClient withoutHeartbeats = Sets.client(server, settings -> {
            told.listenTo(settings);
            settings.applyToServerSettings(monitor -> monitor.heartbeatFrequency(1, TimeUnit.HOURS));
        })) {
            await().atMost(LONG).until(() -> told.knows(3));

            server.kill(dying);

            await().atMost(LONG)
                    .until(() ->
                            told.primaryPort().isPresent() && told.primaryPort().getAsInt() != server.port(dying));
            assertThat(told.primaryPort()).hasValue(server.port(server.primary().orElseThrow()));
            Sets.things(withoutHeartbeats).updateOne(Filters.eq(1), Updates.inc("n", 1));
        }
        assertThat(number()).isEqualTo(1);
    }

    @Test
    void writesGoOnExactlyOnceWhilePrimariesDieAndComeBack() throws Exception {
        AtomicInteger written = new AtomicInteger();
        AtomicBoolean goOn = new AtomicBoolean(true);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> writer = threads.submit(() -> {
                while (goOn.get()) {
                    increment();
                    written.incrementAndGet();
                }
            });
            for (int i = 0; i < 4; i++) {
                int before = written.get();
                await().atMost(LONG).until(() -> written.get() > before + 20);
                int dying = server.primary().orElseThrow();
                server.kill(dying);
                await().atMost(LONG).until(() -> server.primary().isPresent());
                server.restart(dying);
            }
            goOn.set(false);
            writer.get(2, TimeUnit.MINUTES);

            assertThat(number()).isEqualTo(written.get());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aMemberThatComesBackIsReadFromAndElectedAgain() {
        server.kill(0);
        increment();
        server.restart(0);
        server.kill(1);
        server.kill(2);
        server.restart(2);

        awaitPrimaryThatIsSeen();
        increment();
        server.stepDown();
        awaitPrimaryThatIsSeen();
        increment();
        assertThat(number()).isEqualTo(3);
        assertThat(secondaries().find().first()).containsEntry("n", 3);
    }

    @Test
    void allMembersDieAndComeBackWithTheirData() {
        try (MongoClient impatient = Sets.client(
                server,
                settings -> settings.applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(500, TimeUnit.MILLISECONDS)))) {
            for (int member = 0; member < 3; member++) {
                server.kill(member);
            }
            assertThat(server.primary()).isEmpty();
            // Until the driver has seen the last member go, it may still try its socket: another error, no answer
            // either.
            await().atMost(LONG)
                    .untilAsserted(() -> assertThatThrownBy(
                                    () -> Sets.things(impatient).find().first())
                            .isInstanceOf(MongoTimeoutException.class));

            for (int member = 0; member < 3; member++) {
                server.restart(member);
            }
            awaitPrimaryThatIsSeen();
            increment();

            assertThat(number()).isEqualTo(1);
        }
    }

    @Test
    void withoutAMajoritySecondariesAreReadAndNobodyWrites() {
        try (MongoClient impatient = Sets.client(
                server,
                settings -> settings.applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(1, TimeUnit.SECONDS)))) {
            server.kill(0);
            server.kill(1);

            assertThat(secondaries().find().first()).containsEntry("n", 0);
            assertThatThrownBy(() -> Sets.things(impatient).insertOne(new Document()))
                    .isInstanceOf(MongoException.class);
        }
        server.restart(0);
        awaitPrimaryThatIsSeen();
        increment();
        assertThat(number()).isEqualTo(1);
        assertThat(things.countDocuments()).isEqualTo(1);
    }

    @Test
    void secondariesAreReadWhileThePrimaryStepsDownAndDies() {
        for (int i = 0; i < 3; i++) {
            server.stepDown();
            assertThat(secondaries().find().first()).containsEntry("n", 0);
            await().atMost(LONG).until(() -> server.primary().isPresent());
        }
        server.kill(server.primary().orElseThrow());
        assertThat(secondaries().find().first()).containsEntry("n", 0);
    }

    @Test
    void aStepDownEndsTransactionsAndNoConnection() {
        try (ClientSession session = client.startSession()) {
            session.startTransaction();
            things.updateOne(session, Filters.eq(1), Updates.inc("n", 1));

            server.stepDown();

            assertThatThrownBy(() -> things.updateOne(session, Filters.eq(1), Updates.inc("n", 1)))
                    .isInstanceOfSatisfying(
                            MongoException.class,
                            e -> assertThat(e.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL))
                                    .isTrue());
            session.abortTransaction();
        }
        increment();
        assertThat(number()).isEqualTo(1);
        assertThat(driver.closedConnections()).isZero();
        assertThat(driver.clearedPools()).isZero();
    }

    @Test
    void aDeathEndsTransactionsAndTheirConnections() {
        try (ClientSession session = client.startSession()) {
            session.startTransaction();
            things.updateOne(session, Filters.eq(1), Updates.inc("n", 1));

            server.kill(server.primary().orElseThrow());

            assertThatThrownBy(() -> things.updateOne(session, Filters.eq(1), Updates.inc("n", 1)))
                    .isInstanceOfSatisfying(
                            MongoException.class,
                            // The driver labels all errors but that of a pool which is cleared in this very moment.
                            e -> assertThat(e instanceof MongoConnectionPoolClearedException
                                            || e.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL))
                                    .isTrue());
            session.abortTransaction();
        }
        increment();
        assertThat(number()).isEqualTo(1);
        await().atMost(LONG).until(() -> driver.closedConnections() > 0);
    }

    /** A driver repeats a write once: it must not meet two members that are gone, one after the other. */
    private void awaitPrimaryThatIsSeen() {
        await().atMost(LONG)
                .until(() -> server.primary().isPresent()
                        && driver.primaryPort()
                                .equals(OptionalInt.of(
                                        server.port(server.primary().getAsInt()))));
    }

    private void increment() {
        things.updateOne(Filters.eq(1), Updates.inc("n", 1));
    }

    private int number() {
        return things.find(Filters.eq(1)).first().getInteger("n");
    }

    private MongoCollection<Document> secondaries() {
        return things.withReadPreference(ReadPreference.secondary());
    }
}
