package io.polymongo.it.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadConcernLevel;
import com.mongodb.ReadPreference;
import com.mongodb.TransactionOptions;
import com.mongodb.WriteConcern;
import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a transaction's options arrives, and what of the client's. */
@OnServer
class TransactionOptionsIT {

    private static final String FIRST = "{\"level\": \"%s\"}";

    private static void read(Transacting on, TransactionOptions options) {
        on.polyMongo.transaction("any", options, () -> {
            on.insert("one");
            return on.things.find().first();
        });
    }

    private static BsonDocument only(Transacting on, String command) {
        List<BsonDocument> all = on.trace.all(command);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "majority", "snapshot"})
    void thoseOfTheTransaction(String level, TestDatabases databases) {
        try (Transacting on = new Transacting(databases)) {
            read(
                    on,
                    TransactionOptions.builder()
                            .readConcern(new ReadConcern(ReadConcernLevel.fromString(level)))
                            .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                            .maxCommitTime(5L, TimeUnit.SECONDS)
                            .build());
            assertThat(only(on, "insert").getDocument("readConcern").toJson()).isEqualTo(FIRST.formatted(level));
            assertThat(only(on, "insert")).doesNotContainKeys("writeConcern", "maxTimeMS");
            assertThat(only(on, "find")).doesNotContainKey("readConcern");
            assertThat(only(on, "commitTransaction").getDocument("writeConcern").toJson())
                    .isEqualTo("{\"w\": \"majority\", \"j\": true}");
            assertThat(only(on, "commitTransaction").get("maxTimeMS")).isEqualTo(new BsonInt64(5000));
            assertThat(on.stored()).containsExactly("one");
        }
    }

    @Test
    void thoseOfTheClientWhereTheTransactionHasNone(TestDatabases databases) {
        try (Transacting on =
                new Transacting(databases, config -> config.uri(uri(databases, "w=1&readConcernLevel=majority")))) {
            read(on, TransactionOptions.builder().build());
            assertThat(only(on, "insert").getDocument("readConcern").get("level"))
                    .isEqualTo(new BsonString("majority"));
            assertThat(only(on, "commitTransaction").getDocument("writeConcern").toJson())
                    .isEqualTo("{\"w\": 1}");
        }
    }

    @Test
    void ofTheClientNoTransactionHasAReadPreferenceAndWritesWithoutAnswer(TestDatabases databases) {
        String options = "w=0&readPreference=secondaryPreferred";
        try (Transacting on = new Transacting(databases, config -> config.uri(uri(databases, options)))) {
            read(on, TransactionOptions.builder().build());
            assertThat(on.trace.lines()).containsExactly("insert begins 1", "find in 1", "commitTransaction in 1");
            assertThat(only(on, "insert")).doesNotContainKey("writeConcern");
            assertThat(only(on, "commitTransaction")).doesNotContainKey("writeConcern");
            assertThat(on.stored()).containsExactly("one");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"linearizable", "available"})
    void aReadConcernOfTheClientThatNoTransactionHasIsRefused(String level, TestDatabases databases) {
        String options = "readConcernLevel=" + level;
        try (Transacting on = new Transacting(databases, config -> config.uri(uri(databases, options)))) {
            assertThatThrownBy(() -> read(on, TransactionOptions.builder().build()))
                    .isInstanceOf(TransactionException.class)
                    .hasMessage("PMONGO-0511: the read concern " + level
                            + " of the client does not go with a transaction: give the transaction local, majority or"
                            + " snapshot");
            assertThat(on.trace.lines()).isEmpty();
            read(on, TransactionOptions.builder().readConcern(ReadConcern.LOCAL).build());
            assertThat(on.stored()).containsExactly("one");
        }
    }

    @Test
    void whatNoTransactionHasIsRefusedBeforeTheWorkBegins(TestDatabases databases) {
        try (Transacting on = new Transacting(databases)) {
            for (TransactionOptions refused : List.of(
                    TransactionOptions.builder()
                            .readPreference(ReadPreference.secondary())
                            .build(),
                    TransactionOptions.builder()
                            .writeConcern(WriteConcern.UNACKNOWLEDGED)
                            .build(),
                    TransactionOptions.builder()
                            .readConcern(ReadConcern.LINEARIZABLE)
                            .build(),
                    TransactionOptions.builder()
                            .readConcern(ReadConcern.AVAILABLE)
                            .build())) {
                assertThatThrownBy(() -> on.polyMongo.transaction("any", refused, () -> {
                            throw new AssertionError("the work began");
                        }))
                        .isInstanceOfSatisfying(
                                TransactionException.class,
                                e -> assertThat(e.id()).isEqualTo(ErrorId.TRANSACTION_OPTIONS_INVALID));
            }
            assertThat(on.trace.lines()).isEmpty();
        }
    }

    /** All calls of an attempt share it, and the commit has it anew; the driver sends no wtimeout beside it. */
    @Test
    void underAnOperationTimeout(TestDatabases databases) {
        try (Transacting on = new Transacting(databases, config -> config.operationTimeout(Duration.ofSeconds(30)))) {
            on.failPoint.next(1, "commitTransaction", "closeConnection: true");
            read(on, TransactionOptions.builder().build());
            assertThat(on.trace.all("commitTransaction")).hasSize(2).allMatch(each -> each.containsKey("maxTimeMS"));
            assertThat(on.trace
                            .all("commitTransaction")
                            .get(1)
                            .getDocument("writeConcern")
                            .toJson())
                    .isEqualTo("{\"w\": \"majority\"}");
            assertThat(on.stored()).containsExactly("one");
        }
    }

    /** Whoever set the time does not want to wait longer; the driver says all the same that it may pass. */
    @Test
    void anOperationTimeoutThatHasPassedIsNotRepeated(TestDatabases databases) {
        try (Transacting on = new Transacting(databases, config -> config.operationTimeout(Duration.ofMillis(300)))) {
            on.insert("warm");
            on.failPoint.always("find", "blockConnection: true, blockTimeMS: 600");
            int[] bodies = {0};
            assertThatThrownBy(() -> on.polyMongo.transaction(() -> {
                        bodies[0]++;
                        on.insert("one");
                        return on.things.find().first();
                    }))
                    .isInstanceOf(MongoOperationTimeoutException.class);
            assertThat(bodies).containsExactly(1);
            assertThat(on.stored()).containsExactly("warm");
        }
    }

    private static String uri(TestDatabases databases, String options) {
        return databases.uri() + (databases.uri().contains("?") ? "&" : "/?") + options;
    }
}
