package io.polymongo.internal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.WriteError;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class MongoExceptionMapperTest {

    private static final ServerAddress SERVER = new ServerAddress("db.example", 27017);

    private static MongoException write(int code) {
        return new MongoWriteException(new WriteError(code, "secret text", new BsonDocument()), SERVER, Set.of());
    }

    private static MongoException command(int code) {
        return new MongoCommandException(
                BsonDocument.parse("{ok: 0, code: " + code + ", errmsg: 'secret text'}"), SERVER);
    }

    private static MongoException bulk(int... codes) {
        List<BulkWriteError> errors = IntStream.of(codes)
                .mapToObj(code -> new BulkWriteError(code, "secret text", new BsonDocument(), 0))
                .toList();
        return new MongoBulkWriteException(BulkWriteResult.unacknowledged(), errors, null, SERVER, Set.of());
    }

    private static int status(MongoException exception) {
        Problem problem = MongoExceptionMapper.problem(exception);
        assertThat(problem.toString()).doesNotContain("secret", "db.example");
        return problem.status();
    }

    @Test
    void aDuplicateKeyIsAConflict() {
        assertThat(status(write(11000))).isEqualTo(409);
        assertThat(status(command(11000))).isEqualTo(409);
        assertThat(status(bulk(11000, 11000))).isEqualTo(409);
    }

    @Test
    void noServerOrNoConnectionIsUnavailable() {
        assertThat(status(new MongoTimeoutException("secret text"))).isEqualTo(503);
        assertThat(status(new MongoSocketReadException("secret text", SERVER))).isEqualTo(503);
        assertThat(status(new MongoNotPrimaryException(BsonDocument.parse("{ok: 0, code: 10107}"), SERVER)))
                .isEqualTo(503);
    }

    @Test
    void everythingElseIsAnErrorWithoutTheDriversText() {
        assertThat(status(write(121))).isEqualTo(500);
        assertThat(status(command(13))).isEqualTo(500);
        assertThat(status(bulk(11000, 121))).isEqualTo(500);
        assertThat(status(new MongoException("secret text"))).isEqualTo(500);
    }
}
