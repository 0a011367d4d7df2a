package io.polymongo.it.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import io.polymongo.TxType;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first error of the driver decides what becomes of an attempt, whatever the work makes of it. */
@OnServer
class DecidingErrorIT {

    /** What work makes of an error. */
    enum Handling {
        PASSES_ON,
        WRAPS,
        SWALLOWS
    }

    private static final class Wrapped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Wrapped(Throwable cause) {
            super(cause);
        }
    }

    private Transacting on;
    private int bodies;

    @BeforeEach
    void open(TestDatabases databases) {
        on = new Transacting(databases);
    }

    @AfterEach
    void close() {
        on.assertNothingIsOpen();
        on.close();
    }

    private static void run(Handling handling, Runnable failing) {
        try {
            failing.run();
        } catch (MongoException e) {
            switch (handling) {
                case PASSES_ON -> throw e;
                case WRAPS -> throw new Wrapped(e);
                case SWALLOWS -> {}
            }
        }
    }

    private String body(Handling handling, Runnable failing) {
        bodies++;
        on.insert("before");
        run(handling, failing);
        return "result";
    }

    private @Nullable Throwable thrown(Handling handling, Runnable failing) {
        return catchThrowable(() -> on.polyMongo.transaction(() -> body(handling, failing)));
    }

    private void assertFailedOnce(Handling handling, @Nullable Throwable thrown, Class<? extends Throwable> error) {
        assertThat(bodies).isEqualTo(1);
        assertThat(on.stored()).isEmpty();
        assertThat(on.time.pauses()).isEmpty();
        switch (handling) {
            case PASSES_ON -> assertThat(thrown).isInstanceOf(error).hasNoSuppressedExceptions();
            case WRAPS -> assertThat(thrown).isInstanceOf(Wrapped.class).hasCauseInstanceOf(error);
            case SWALLOWS -> assertRolledBack(thrown, error);
        }
    }

    private static void assertRolledBack(@Nullable Throwable thrown, Class<? extends Throwable> cause) {
        assertThat(thrown).isInstanceOfSatisfying(TransactionException.class, e -> {
            assertThat(e.id()).isEqualTo(ErrorId.TRANSACTION_ROLLED_BACK);
            assertThat(e).hasCauseInstanceOf(cause);
            assertThat(e)
                    .hasMessage("PMONGO-0501: the transaction was rolled back, because of an error within that its work"
                            + " did not pass on: " + e.getCause().getClass().getName()
                            + "; do not catch errors of the database within a transaction");
        });
    }

    private void assertDoneTwice(Runnable work) {
        work.run();
        assertThat(bodies).isEqualTo(2);
        assertThat(on.time.pauses()).containsExactly(Duration.ofNanos(2_500_000));
    }

    @ParameterizedTest
    @EnumSource
    void aDuplicateKey(Handling handling) {
        assertFailedOnce(handling, thrown(handling, () -> on.insert("there")), MongoWriteException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aDuplicateKeyAmongMany(Handling handling) {
        Runnable many = () -> on.things.insertMany(List.of(new Document("_id", "x"), new Document("_id", "there")));
        assertFailedOnce(handling, thrown(handling, many), MongoBulkWriteException.class);
    }

    /** What the server does not run in a transaction, through a command that the handles let through. */
    @ParameterizedTest
    @EnumSource
    void anOperationThatTheServerRefuses(Handling handling) {
        on.failPoint.next(1, "find", "errorCode: 263");
        assertFailedOnce(handling, thrown(handling, () -> on.things.find().first()), MongoCommandException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aRealConflict(Handling handling) {
        assertDoneTwice(() -> on.polyMongo.transaction(() -> body(handling, () -> {
            if (bodies == 1) {
                on.raw().updateOne(Filters.eq("there"), Updates.inc("outside", 1));
            }
            on.things.updateOne(Filters.eq("there"), Updates.inc("inside", 1));
        })));
        assertThat(on.raw().find(Filters.eq("there")).first())
                .containsEntry("outside", 1)
                .containsEntry("inside", 1);
        assertThat(on.stored()).containsExactly("before");
    }

    @ParameterizedTest
    @ValueSource(ints = {112, 24, 246, 251, 10107, 189, 11602, 91, 11600})
    void whatTheServerSaysWillPass(int code) {
        for (Handling handling : Handling.values()) {
            bodies = 0;
            on.time.pauses().clear();
            on.raw().deleteOne(Filters.eq("before"));
            on.failPoint.next(1, "find", "errorCode: " + code);
            assertDoneTwice(() -> on.polyMongo.transaction(
                    () -> body(handling, () -> on.things.find().first())));
            assertThat(on.stored()).containsExactly("before");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatIsLost(Handling handling) {
        on.failPoint.next(1, "find", "closeConnection: true");
        assertDoneTwice(() -> on.polyMongo.transaction(
                () -> body(handling, () -> on.things.find().first())));
        assertThat(on.stored()).containsExactly("before");
    }

    /** The driver labels it nowhere. */
    @ParameterizedTest
    @EnumSource
    void aConnectionThatIsLostWhileACursorIsRead(Handling handling) {
        on.raw()
                .insertMany(IntStream.range(0, 9)
                        .mapToObj(i -> new Document("_id", "many" + i))
                        .toList());
        on.failPoint.next(1, "getMore", "closeConnection: true");
        assertDoneTwice(() -> on.polyMongo.transaction(
                () -> body(handling, () -> on.things.find().batchSize(2).into(new ArrayList<>()))));
        assertThat(on.stored()).hasSize(10).contains("before");
    }

    /** The driver tells nobody, and so nobody need know: the transaction can be committed. */
    @Test
    void aConnectionThatIsLostWhileACursorIsClosed() {
        on.raw()
                .insertMany(IntStream.range(0, 9)
                        .mapToObj(i -> new Document("_id", "many" + i))
                        .toList());
        on.failPoint.next(1, "killCursors", "closeConnection: true");
        on.polyMongo.transaction(() -> body(Handling.PASSES_ON, () -> {
            MongoCursor<Document> left = on.things.find().batchSize(2).cursor();
            left.next();
        }));
        assertThat(on.trace.lines())
                .containsExactly("insert begins 1", "find in 1", "killCursors in 1", "commitTransaction in 1");
        assertThat(bodies).isEqualTo(1);
        assertThat(on.stored()).hasSize(10).contains("before");
    }

    @Test
    void theFirstErrorDecidesAndNotTheLast() {
        assertFailedOnce(
                Handling.SWALLOWS,
                thrown(Handling.SWALLOWS, () -> {
                    run(Handling.SWALLOWS, () -> on.insert("there"));
                    on.things.find().first();
                }),
                MongoWriteException.class);
    }

    /** What the work goes on to do with a wrong idea of the database is of no account. */
    @Test
    void anErrorOfTheWorkAfterATransientOneIsNotTheLastWord() {
        assertDoneTwice(() -> on.polyMongo.transaction(() -> body(Handling.PASSES_ON, () -> {
            if (bodies == 1) {
                on.failPoint.next(1, "find", "errorCode: 112");
                run(Handling.SWALLOWS, () -> on.things.find().first());
                throw new IllegalStateException("no funds");
            }
        })));
        assertThat(on.stored()).containsExactly("before");
    }

    /** The update had been carried out when its result could not be decoded. */
    @Test
    void whatIsNoErrorOfTheServerDoomsToo() {
        Throwable thrown = catchThrowable(() -> on.polyMongo.transaction(() -> {
            bodies++;
            on.insert("before");
            try {
                on.things
                        .withDocumentClass(Undecodable.class)
                        .findOneAndUpdate(Filters.eq("there"), Updates.set("a", 1));
            } catch (RuntimeException swallowed) {
                return "not found";
            }
            return "not thrown";
        }));
        assertRolledBack(thrown, RuntimeException.class);
        assertThat(on.stored()).isEmpty();
        assertThat(on.raw().find().first()).doesNotContainKey("a");
    }

    /** For {@link #whatIsNoErrorOfTheServerDoomsToo}. */
    public static final class Undecodable {

        public Undecodable(String nothing) {}
    }

    @Test
    void withoutRetryATransientErrorIsTheLast() {
        on.failPoint.next(1, "find", "errorCode: 112");
        Throwable thrown = catchThrowable(() -> on.call(
                Transacting.settings(TxType.REQUIRED, false, Error.class),
                () -> body(Handling.SWALLOWS, () -> on.things.find().first())));
        assertFailedOnce(Handling.SWALLOWS, thrown, MongoCommandException.class);
    }

    @Test
    void whatLastsIsGivenUpAtTheDeadlineAndTellsOfTheAttemptsBefore() {
        on.failPoint.always("find", "errorCode: 112");
        on.time.duringPauses(() -> on.time.pass(Duration.ofSeconds(39)));

        Throwable thrown = thrown(Handling.PASSES_ON, () -> on.things.find().first());

        assertThat(bodies).isEqualTo(5);
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        MongoCommandException.class,
                        e -> assertThat(e.getCode()).isEqualTo(112));
        assertThat(thrown.getSuppressed()).hasSize(4).hasOnlyElementsOfType(MongoCommandException.class);
        assertThat(on.stored()).isEmpty();
        assertThat(on.trace.sessions()).as("each is given back and used again").hasSize(1);
    }

    @Test
    void anExemptErrorOfTheDriverRollsBackAllTheSame() {
        Throwable thrown = catchThrowable(() -> on.call(
                Transacting.settings(TxType.REQUIRED, MongoException.class),
                () -> body(Handling.PASSES_ON, () -> on.insert("there"))));
        assertFailedOnce(Handling.SWALLOWS, thrown, MongoWriteException.class);
    }

    /** Else the transaction within, which may have been committed, would be done twice. */
    @Test
    void anUnknownOutcomeWithinIsNeverRepeated() {
        on.failPoint.next(1, "find", "errorCode: 112");
        int[] within = {0};
        Throwable thrown = thrown(Handling.PASSES_ON, () -> {
            run(Handling.SWALLOWS, () -> on.things.find().first());
            on.failPoint.next(1, "commitTransaction", "writeConcernError: {code: 100, errmsg: 'no such members'}");
            on.call(Transacting.settings(TxType.REQUIRES_NEW, Error.class), () -> {
                within[0]++;
                on.insert("within");
                return null;
            });
        });
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        TransactionException.class,
                        e -> assertThat(e.id()).isEqualTo(ErrorId.TRANSACTION_OUTCOME_UNKNOWN));
        assertThat(within).containsExactly(1);
        assertThat(bodies).isEqualTo(1);
        assertThat(on.stored()).containsExactly("within");
    }

    /** The one within has a deadline of its own, which is never later. */
    @Test
    void theDeadlineOfATransactionWithinIsCapped() {
        on.failPoint.always("find", "errorCode: 112");
        on.time.duringPauses(() -> on.time.pass(Duration.ofSeconds(4)));
        int[] within = {0};
        Throwable thrown = thrown(Handling.PASSES_ON, () -> {
            on.time.pass(Duration.ofSeconds(115));
            on.call(Transacting.settings(TxType.REQUIRES_NEW, Error.class), () -> {
                within[0]++;
                return on.things.find().first();
            });
        });
        assertThat(thrown).isInstanceOf(MongoCommandException.class);
        assertThat(within).containsExactly(3);
        assertThat(bodies).isEqualTo(1);
    }
}
