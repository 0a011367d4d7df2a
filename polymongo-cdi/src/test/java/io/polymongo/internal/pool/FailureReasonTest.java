package io.polymongo.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import org.junit.jupiter.api.Test;

class FailureReasonTest {

    @Test
    void saysClassesAndCodesOfTheServer() {
        assertThat(FailureReason.of(new MongoException(13, "not authorized on mongodb://a:b@c")))
                .isEqualTo("MongoException 13");
        assertThat(FailureReason.of(new MongoTimeoutException("text"))).isEqualTo("MongoTimeoutException");
        assertThat(FailureReason.of(new MongoSocketException("text", new ServerAddress(), new Exception("text"))))
                .isEqualTo("MongoSocketException, caused by Exception");
        assertThat(FailureReason.of(new IllegalStateException() {})).endsWith("FailureReasonTest$1");
    }

    @Test
    void causesInACircleComeToAnEnd() {
        Exception one = new Exception();
        one.initCause(new RuntimeException(one));
        assertThat(FailureReason.of(one))
                .isEqualTo("Exception, caused by RuntimeException, caused by Exception, caused by RuntimeException,"
                        + " caused by Exception");
    }
}
