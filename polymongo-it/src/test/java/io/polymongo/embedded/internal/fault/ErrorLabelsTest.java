package io.polymongo.embedded.internal.fault;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.FakeConnection;
import io.polymongo.embedded.internal.command.Request;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorLabelsTest {

    @ParameterizedTest
    @ValueSource(ints = {112, 24, 251, 246, 267, 10107, 13435, 13436, 189, 11600, 11602, 91})
    void callsThemTransientInsideATransaction(int code) {
        assertThat(labels(inTransaction("insert"), code, null)).containsExactly("TransientTransactionError");
        assertThat(labels(plain("insert"), code, null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {11000, 121, 50, 8, 263, 225, 43})
    void callsOthersNothing(int code) {
        assertThat(labels(inTransaction("insert"), code, null)).isEmpty();
        assertThat(labels(retryable("insert"), code, null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436})
    void callsThemRetryableOnWritesThatAre(int code) {
        assertThat(labels(retryable("insert"), code, null)).containsExactly("RetryableWriteError");
        assertThat(labels(retryable("insert"), null, code)).containsExactly("RetryableWriteError");
        assertThat(labels(plain("insert"), code, null)).isEmpty();
        assertThat(labels(inTransaction("insert"), null, code)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"commitTransaction", "abortTransaction"})
    void callsCommitAndAbortRetryable(String command) {
        assertThat(labels(inTransaction(command), 10107, null)).containsExactly("RetryableWriteError");
        assertThat(labels(inTransaction(command), null, 91)).containsExactly("RetryableWriteError");
        assertThat(labels(inTransaction(command), null, 64)).isEmpty();
    }

    @Test
    void doesNotRepeatACommitThatMayHaveHappened() {
        assertThat(labels(inTransaction("commitTransaction"), 251, null)).containsExactly("TransientTransactionError");
        assertThat(labels(inTransaction("commitTransaction"), 251, 64)).isEmpty();
        assertThat(labels(inTransaction("commitTransaction"), 251, 91)).containsExactly("RetryableWriteError");
    }

    @Test
    void saysThatNothingWasWrittenBesideTheRetryableOnly() {
        assertThat(ErrorLabels.of(retryable("insert"), 11602, null, false, true))
                .containsExactly("RetryableWriteError", "NoWritesPerformed");
        assertThat(ErrorLabels.of(retryable("insert"), 10107, null, false, true))
                .containsExactly("RetryableWriteError");
        assertThat(ErrorLabels.of(retryable("insert"), 11000, null, false, true))
                .isEmpty();
        assertThat(ErrorLabels.of(inTransaction("insert"), 11602, null, false, true))
                .containsExactly("TransientTransactionError");
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 89, 91, 133, 150, 189, 234, 262, 9001, 10107, 11600, 11602, 13388, 13435, 13436})
    void letsAChangeStreamGoOn(int code) {
        assertThat(ErrorLabels.of(plain("getMore"), code, null, true, false))
                .containsExactly("ResumableChangeStreamError");
        assertThat(ErrorLabels.of(plain("getMore"), code, null, false, false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {43, 11601, 136, 237})
    void doesNotLetAChangeStreamGoOnAfterOthers(int code) {
        assertThat(ErrorLabels.of(plain("getMore"), code, null, true, false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {280, 286})
    void saysWhatEndsAChangeStreamForGood(int code) {
        assertThat(ErrorLabels.of(plain("getMore"), code, null, true, false))
                .containsExactly("NonResumableChangeStreamError");
        assertThat(ErrorLabels.of(plain("ping"), code, null, false, false))
                .containsExactly("NonResumableChangeStreamError");
    }

    @Test
    void callsASuccessNothing() {
        assertThat(labels(retryable("insert"), null, null)).isEmpty();
    }

    private static List<String> labels(Request request, Integer code, Integer writeConcernCode) {
        return ErrorLabels.of(request, code, writeConcernCode, false, false);
    }

    private static Request plain(String command) {
        return new Request(new FakeConnection(), "db", new Document(command, "c"), false);
    }

    private static Request retryable(String command) {
        return plain(command).with(new Document(command, "c").append("txnNumber", 1L));
    }

    private static Request inTransaction(String command) {
        return plain(command)
                .with(new Document(command, "c").append("txnNumber", 1L).append("autocommit", false));
    }
}
