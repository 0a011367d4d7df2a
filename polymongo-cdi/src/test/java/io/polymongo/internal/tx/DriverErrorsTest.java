package io.polymongo.internal.tx;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.ServerAddress;
import com.mongodb.WriteConcernResult;
import com.mongodb.bulk.WriteConcernError;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class DriverErrorsTest {

    private static final ServerAddress SERVER = new ServerAddress("localhost");
    private static final String TRANSIENT = MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL;
    private static final String UNKNOWN = MongoException.UNKNOWN_TRANSACTION_COMMIT_RESULT_LABEL;

    private static MongoException command(int code) {
        return new MongoCommandException(BsonDocument.parse("{ok: 0, code: %d, errmsg: 'x'}".formatted(code)), SERVER);
    }

    private static MongoException network() {
        return new MongoSocketReadException("gone", SERVER);
    }

    private static MongoException concern(int code) {
        return new MongoWriteConcernException(
                new WriteConcernError(code, "X", "x", new BsonDocument()),
                WriteConcernResult.unacknowledged(),
                SERVER,
                Set.of());
    }

    private static MongoException labelled(MongoException error, String... labels) {
        for (String label : labels) {
            error.addLabel(label);
        }
        return error;
    }

    @Test
    void whatWillPass() {
        assertThat(DriverErrors.isTransient(labelled(command(112), TRANSIENT))).isTrue();
        assertThat(DriverErrors.isTransient(network())).isTrue();
        assertThat(DriverErrors.isTransient(new MongoTimeoutException("no connection")))
                .isTrue();
    }

    @Test
    void whatWillNot() {
        assertThat(DriverErrors.isTransient(command(112))).isFalse();
        assertThat(DriverErrors.isTransient(new MongoClientException("no"))).isFalse();
        assertThat(DriverErrors.isTransient(labelled(new MongoInterruptedException("no", null), TRANSIENT)))
                .isFalse();
        assertThat(DriverErrors.isTransient(labelled(new MongoOperationTimeoutException("no"), TRANSIENT)))
                .isFalse();
    }

    @Test
    void onlyTheServersWordEndsAllDoubtAboutACommit() {
        assertThat(DriverErrors.tellsOfAbort(labelled(command(251), TRANSIENT))).isTrue();
        assertThat(DriverErrors.tellsOfAbort(command(251))).isFalse();
        assertThat(DriverErrors.tellsOfAbort(network())).isFalse();
        assertThat(DriverErrors.tellsOfAbort(labelled(command(91), TRANSIENT, UNKNOWN)))
                .isFalse();
        assertThat(DriverErrors.tellsOfAbort(new StackOverflowError())).isFalse();
    }

    @Test
    void aRefusal() {
        assertThat(DriverErrors.tellsOfRefusal(command(13))).isTrue();
        assertThat(DriverErrors.tellsOfRefusal(labelled(command(91), UNKNOWN))).isFalse();
        assertThat(DriverErrors.tellsOfRefusal(concern(100))).isFalse();
        assertThat(DriverErrors.tellsOfRefusal(network())).isFalse();
    }

    @Test
    void aCommitIsRepeatedWhereThatMayHelp() {
        assertThat(DriverErrors.isCommitRepeatable(labelled(network(), UNKNOWN)))
                .isTrue();
        assertThat(DriverErrors.isCommitRepeatable(network())).isTrue();
        assertThat(DriverErrors.isCommitRepeatable(labelled(concern(64), UNKNOWN)))
                .isTrue();
        assertThat(DriverErrors.isCommitRepeatable(new MongoOperationTimeoutException("slow network")))
                .isTrue();
    }

    @Test
    void andNowhereElse() {
        MongoException tooLong = labelled(new MongoExecutionTimeoutException(50, "slow", new BsonDocument()), UNKNOWN);
        assertThat(DriverErrors.isCommitRepeatable(tooLong)).isFalse();
        assertThat(DriverErrors.isCommitRepeatable(new MongoOperationTimeoutException("slow", tooLong)))
                .isFalse();
        assertThat(DriverErrors.isCommitRepeatable(concern(100))).isFalse();
        assertThat(DriverErrors.isCommitRepeatable(new MongoInterruptedException("no", null)))
                .isFalse();
        assertThat(DriverErrors.isCommitRepeatable(command(13))).isFalse();
        assertThat(DriverErrors.isCommitRepeatable(new IllegalStateException("the client is closed")))
                .isFalse();
        assertThat(DriverErrors.isCommitRepeatable(new OutOfMemoryError())).isFalse();
    }
}
