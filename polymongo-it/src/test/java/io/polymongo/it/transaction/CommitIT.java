package io.polymongo.it.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.TransactionOptions;
import com.mongodb.WriteConcern;
import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import io.polymongo.TxType;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A commit of unknown outcome is repeated alone; what is certain is told as it is, and the rest is told to be unknown. */
@OnServer
class CommitIT {

    private static final String CLOSE = "closeConnection: true";
    private static final String COMMIT = "commitTransaction";
    private static final BsonDocument MAJORITY_FOR_TEN_SECONDS = BsonDocument.parse("{w: 'majority', wtimeout: 10000}");

    private Transacting on;
    private int bodies;

    @BeforeEach
    void open(TestDatabases databases) {
        on = new Transacting(databases);
    }

    @AfterEach
    void close() {
        on.close();
    }

    private String insert() {
        bodies++;
        on.insert("one");
        return "result";
    }

    private @Nullable Throwable thrown() {
        return catchThrowable(() -> on.polyMongo.transaction(this::insert));
    }

    private void assertCommitted(int commits) {
        assertThat(bodies).isEqualTo(1);
        assertThat(on.stored()).containsExactly("one");
        assertThat(on.trace.lines())
                .isEqualTo(Stream.concat(
                                Stream.of("insert begins 1"),
                                Stream.generate(() -> COMMIT + " in 1").limit(commits))
                        .toList());
        on.assertNothingIsOpen();
    }

    /** The driver repeats the first time by itself, and we from then on. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aConnectionThatIsLostBeforeTheAnswer(int times) {
        on.failPoint.next(times, COMMIT, CLOSE);

        assertThat(on.polyMongo.transaction(this::insert)).isEqualTo("result");

        assertCommitted(times + 1);
        List<BsonDocument> commits = on.trace.all(COMMIT);
        BsonDocument first = commits.get(0);
        assertThat(first).doesNotContainKey("writeConcern").containsEntry("autocommit", BsonBoolean.FALSE);
        for (BsonDocument again : commits.subList(1, commits.size())) {
            assertThat(again.get("writeConcern")).isEqualTo(MAJORITY_FOR_TEN_SECONDS);
            assertThat(again.get("txnNumber")).isEqualTo(first.get("txnNumber"));
            assertThat(again.get("lsid")).isEqualTo(first.get("lsid"));
            assertThat(again.get("autocommit")).isEqualTo(first.get("autocommit"));
        }
        assertThat(on.time.pauses()).hasSize(times / 2);
    }

    @Test
    void aTimeoutOfTheCallersIsKept() {
        on.failPoint.next(1, COMMIT, CLOSE);
        TransactionOptions options = TransactionOptions.builder()
                .writeConcern(WriteConcern.W1.withWTimeout(3, TimeUnit.SECONDS))
                .maxCommitTime(7L, TimeUnit.SECONDS)
                .build();

        on.polyMongo.transaction("any", options, this::insert);

        assertCommitted(2);
        assertThat(on.trace.all(COMMIT))
                .extracting(each -> each.getDocument("writeConcern").toJson())
                .containsExactly("{\"w\": 1, \"wtimeout\": 3000}", "{\"w\": \"majority\", \"wtimeout\": 3000}");
        assertThat(on.trace.all(COMMIT))
                .extracting(each -> each.get("maxTimeMS"))
                .containsOnly(new BsonInt64(7000));
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436})
    void anErrorAfterWhichACommitIsRepeated(int code) {
        on.failPoint.next(3, COMMIT, "errorCode: %d, errorLabels: ['RetryableWriteError']".formatted(code));

        assertThat(on.polyMongo.transaction(this::insert)).isEqualTo("result");

        assertCommitted(4);
    }

    @Test
    void aConcernThatIsNotMetInTime() {
        on.failPoint.next(2, COMMIT, "writeConcernError: {code: 64, errmsg: 'timed out'}");

        assertThat(on.polyMongo.transaction(this::insert)).isEqualTo("result");

        assertCommitted(3);
        assertThat(on.time.pauses()).containsExactly(Duration.ofNanos(2_500_000), Duration.ofNanos(3_750_000));
    }

    /** Also where the work is not: it is the commit alone that is repeated. */
    @Test
    void alsoWithoutRetry() {
        on.failPoint.next(3, COMMIT, CLOSE);

        assertThat((String) on.call(Transacting.settings(TxType.REQUIRED, false, Error.class), this::insert))
                .isEqualTo("result");

        assertCommitted(4);
    }

    @Test
    void whatIsUnknownToTheEndIsToldSo() {
        on.failPoint.always(COMMIT, CLOSE);
        on.time.duringPauses(() -> on.time.pass(Duration.ofSeconds(50)));

        Throwable thrown = thrown();

        assertUnknown(thrown, MongoSocketException.class);
        assertThat(thrown)
                .hasMessageStartingWith("PMONGO-0502: nobody knows whether the transaction was committed for good: its"
                        + " commit was tried 4 times, the last time without a certain answer (com.mongodb.MongoSocket");
        assertThat(bodies).isEqualTo(1);
        assertThat(on.time.pauses()).hasSize(3);
        assertThat(on.trace.all(COMMIT)).hasSize(8);
    }

    /** It had all the time that it was to have; and may have been carried out. */
    @Test
    void aCommitThatTookTooLongIsNotRepeated() {
        on.failPoint.always(COMMIT, "errorCode: 50");

        assertUnknown(thrown(), MongoExecutionTimeoutException.class);

        assertThat(on.trace.all(COMMIT)).hasSize(1);
        assertThat(bodies).isEqualTo(1);
    }

    /** The server has carried it out when it says that the concern cannot be met: to do it again would be twice. */
    @ParameterizedTest
    @ValueSource(ints = {79, 100})
    void aConcernThatCannotBeMet(int code) {
        on.failPoint.always(COMMIT, "writeConcernError: {code: %d, errmsg: 'no such members'}".formatted(code));

        Throwable thrown = thrown();

        assertUnknown(thrown, MongoWriteConcernException.class);
        assertThat(thrown)
                .hasMessageContaining("was tried once")
                .cause()
                .isInstanceOfSatisfying(
                        MongoException.class, e -> assertThat(e.getCode()).isEqualTo(code));
        assertThat(on.stored()).containsExactly("one");
        assertThat(on.trace.all(COMMIT)).hasSize(1);
    }

    @Test
    void aConcernThatReallyCannotBeMet() {
        TransactionOptions options =
                TransactionOptions.builder().writeConcern(new WriteConcern(50)).build();

        Throwable thrown = catchThrowable(() -> on.polyMongo.transaction("any", options, this::insert));

        assertUnknown(thrown, MongoWriteConcernException.class);
        assertThat(on.stored()).containsExactly("one");
    }

    @ParameterizedTest
    @ValueSource(ints = {Transacting.NO_SUCH_TRANSACTION, 112})
    void aTransactionThatTheServerNoLongerHasIsDoneAgain(int code) {
        on.failPoint.next(1, COMMIT, "errorCode: %d".formatted(code));

        assertThat(on.polyMongo.transaction(this::insert)).isEqualTo("result");

        assertThat(bodies).isEqualTo(2);
        assertThat(on.stored()).containsExactly("one");
        on.assertNothingIsOpen();
    }

    @Test
    void butNotWithoutRetry() {
        on.failPoint.next(1, COMMIT, "errorCode: 251");

        Throwable thrown =
                catchThrowable(() -> on.call(Transacting.settings(TxType.REQUIRED, false, Error.class), this::insert));

        assertRefused(thrown, 251);
        assertThat(bodies).isEqualTo(1);
    }

    @Test
    void aRefusalIsThePlainErrorAndTheTransactionIsRolledBack() {
        on.failPoint.next(1, COMMIT, "errorCode: 8000");

        assertRefused(thrown(), 8000);

        assertThat(on.trace.lines())
                .containsExactly("insert begins 1", "commitTransaction in 1", "abortTransaction in 1");
        assertThat(bodies).isEqualTo(1);
        assertThat(on.stored()).isEmpty();
        on.assertNothingIsOpen();
    }

    /** The first answer was lost, after the server had committed: its refusal of the second is no word on the first. */
    @Test
    void aRefusalOfARepetitionTellsNothing() {
        on.failPoint.next(1, COMMIT, "writeConcernError: {code: 64, errmsg: 'timed out'}");
        on.time.duringPauses(() -> on.failPoint.next(1, COMMIT, "errorCode: 8000"));

        assertUnknown(thrown(), MongoCommandException.class);

        assertThat(bodies).isEqualTo(1);
        assertThat(on.stored()).containsExactly("one");
    }

    @Test
    void theWorksOwnErrorIsToldBesideTheCommits() {
        on.failPoint.always(COMMIT, "errorCode: 50");

        Throwable thrown =
                catchThrowable(() -> on.call(Transacting.settings(TxType.REQUIRED, IllegalStateException.class), () -> {
                    insert();
                    throw new IllegalStateException("exempt");
                }));

        assertUnknown(thrown, MongoExecutionTimeoutException.class);
        assertThat(thrown.getSuppressed())
                .hasOnlyElementsOfType(IllegalStateException.class)
                .hasSize(1);
    }

    private static void assertUnknown(@Nullable Throwable thrown, Class<? extends Throwable> cause) {
        assertThat(thrown).isInstanceOfSatisfying(TransactionException.class, e -> {
            assertThat(e.id()).isEqualTo(ErrorId.TRANSACTION_OUTCOME_UNKNOWN);
            assertThat(e).hasCauseInstanceOf(cause);
        });
    }

    private static void assertRefused(@Nullable Throwable thrown, int code) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        MongoCommandException.class,
                        e -> assertThat(e.getCode()).isEqualTo(code));
    }
}
