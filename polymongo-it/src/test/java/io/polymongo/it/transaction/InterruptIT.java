package io.polymongo.it.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoInterruptedException;
import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever interrupts a thread wants its transaction no more: it is rolled back, not repeated, and nothing stays open. */
@OnServer
class InterruptIT {

    private Transacting on;
    private int bodies;

    @BeforeEach
    void open(TestDatabases databases) {
        on = new Transacting(databases);
    }

    @AfterEach
    void close() {
        Thread.interrupted();
        on.close();
    }

    private static void interrupt() {
        Thread.currentThread().interrupt();
    }

    private @Nullable Throwable thrown(Body rest) {
        return catchThrowable(() -> on.polyMongo.transaction(() -> {
            bodies++;
            on.insert("one");
            rest.run();
            return null;
        }));
    }

    private interface Body {
        void run() throws Exception;
    }

    private void assertRolledBackOnce(boolean stillInterrupted, List<String> commands) {
        assertThat(Thread.interrupted()).isEqualTo(stillInterrupted);
        assertThat(bodies).isEqualTo(1);
        assertThat(on.trace.lines()).isEqualTo(commands);
        assertThat(on.stored()).isEmpty();
        on.assertNothingIsOpen();
    }

    @Test
    void whileTheWorkWaits() {
        Throwable thrown = thrown(() -> {
            interrupt();
            Thread.sleep(1);
        });
        assertThat(thrown).isExactlyInstanceOf(InterruptedException.class);
        assertRolledBackOnce(false, List.of("insert begins 1", "abortTransaction in 1"));
    }

    @Test
    void beforeTheCommit() {
        Throwable thrown = thrown(InterruptIT::interrupt);
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        TransactionException.class, e -> assertThat(e.id()).isEqualTo(ErrorId.TRANSACTION_ROLLED_BACK))
                .hasMessage("PMONGO-0501: the transaction was rolled back, because its thread was interrupted; do it"
                        + " again where it is still wanted")
                .hasCauseInstanceOf(MongoInterruptedException.class);
        assertRolledBackOnce(true, List.of("insert begins 1", "abortTransaction in 1"));
    }

    @Test
    void afterATransientErrorThatTheWorkSwallowed() {
        on.failPoint.next(1, "find", "errorCode: 112");
        Throwable thrown = thrown(() -> {
            catchThrowable(() -> on.things.find().first());
            interrupt();
        });
        assertThat(thrown).isInstanceOf(TransactionException.class).hasCauseInstanceOf(MongoCommandException.class);
        assertRolledBackOnce(true, List.of("insert begins 1", "find in 1", "abortTransaction in 1"));
    }

    @Test
    void afterATransientErrorWithoutAMark() {
        on.failPoint.next(1, "find", "errorCode: 112");
        Throwable thrown = thrown(() -> {
            catchThrowable(() -> on.things.find().first());
            throw new IllegalStateException(new InterruptedException("wrapped, and nobody set the mark again"));
        });
        assertThat(thrown).isInstanceOf(IllegalStateException.class);
        assertRolledBackOnce(false, List.of("insert begins 1", "find in 1", "abortTransaction in 1"));
    }

    @Test
    void inThePauseBeforeTheNextAttempt() {
        on.failPoint.next(1, "find", "errorCode: 112");
        on.time.duringPauses(InterruptIT::interrupt);
        Throwable thrown = thrown(() -> on.things.find().first());
        assertThat(thrown).isInstanceOf(MongoCommandException.class);
        assertThat(on.time.pauses()).hasSize(1);
        assertRolledBackOnce(true, List.of("insert begins 1", "find in 1", "abortTransaction in 1"));
    }

    /** The commit was sent, and so its outcome is not ours to decide. */
    @Test
    void inThePauseBeforeTheNextCommit() {
        on.failPoint.next(2, "commitTransaction", "closeConnection: true");
        on.time.duringPauses(InterruptIT::interrupt);
        Throwable thrown = thrown(() -> {});
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        TransactionException.class,
                        e -> assertThat(e.id()).isEqualTo(ErrorId.TRANSACTION_OUTCOME_UNKNOWN));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(bodies).isEqualTo(1);
        assertThat(on.trace.all("commitTransaction")).hasSize(2);
    }

    @Test
    void cursorsAreClosedAllTheSame() {
        on.raw()
                .insertMany(IntStream.range(0, 9)
                        .mapToObj(i -> new Document("n", i))
                        .toList());
        Throwable thrown = thrown(() -> {
            on.things.find().batchSize(2).cursor().next();
            interrupt();
        });
        assertThat(thrown).isInstanceOf(TransactionException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(on.trace.lines())
                .containsExactly("insert begins 1", "find in 1", "killCursors in 1", "abortTransaction in 1");
        on.assertNothingIsOpen();
    }

    @Test
    void whereNothingWasSentThereIsNothingToRollBack() {
        String result = on.polyMongo.transaction(() -> {
            interrupt();
            return "computed";
        });
        assertThat(result).isEqualTo("computed");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatWasToBeRolledBackAnywayIsSoInSilence() {
        assertThat(thrown(() -> {
                    on.polyMongo.setRollbackOnly();
                    interrupt();
                }))
                .isNull();
        assertRolledBackOnce(true, List.of("insert begins 1", "abortTransaction in 1"));
    }
}
