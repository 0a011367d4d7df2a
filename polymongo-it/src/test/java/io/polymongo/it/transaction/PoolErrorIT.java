package io.polymongo.it.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoCursor;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transaction that cannot get the only connection, since another thread's command is kept on it by the server. */
@OnServer
class PoolErrorIT {

    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private TestDatabases databases;
    private int bodies;
    private @Nullable Throwable seen;

    @BeforeEach
    void databases(TestDatabases own) {
        databases = own;
    }

    @AfterEach
    void end() {
        other.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWaitThatIsTooLong(boolean whileReading) {
        try (Transacting on =
                new Transacting(databases, config -> config.poolMaxSize(1).poolWaitTimeout(Duration.ofMillis(20)))) {
            failsOnceFor(on, "blockConnection: true, blockTimeMS: 1500", whileReading);
        }
        assertThat(seen).isInstanceOf(MongoTimeoutException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPoolThatIsCleared(boolean whileReading) {
        try (Transacting on =
                new Transacting(databases, config -> config.poolMaxSize(1).poolWaitTimeout(Duration.ofSeconds(20)))) {
            failsOnceFor(on, "blockConnection: true, blockTimeMS: 1500, closeConnection: true", whileReading);
        }
        assertThat(seen).isInstanceOf(MongoConnectionPoolClearedException.class);
    }

    private void failsOnceFor(Transacting on, String failure, boolean whileReading) {
        on.raw()
                .insertMany(IntStream.range(0, 9)
                        .mapToObj(i -> new Document("_id", "many" + i))
                        .toList());
        on.time.duringPauses(() -> await().until(() -> inUse(on) == 0));
        String result = on.polyMongo.transaction(() -> {
            bodies++;
            on.insert("before");
            try (MongoCursor<Document> cursor = on.things.find().batchSize(2).cursor()) {
                cursor.next();
                cursor.next();
                if (bodies == 1) {
                    keepTheConnection(on, failure);
                }
                if (whileReading) {
                    cursor.next();
                } else {
                    on.things.distinct("_id", String.class).first();
                }
            } catch (MongoException e) {
                seen = e;
            }
            return "result";
        });
        assertThat(result).isEqualTo("result");
        assertThat(bodies).isEqualTo(2);
        assertThat(on.stored()).hasSize(10).contains("before");
        on.assertNothingIsOpen();
    }

    private void keepTheConnection(Transacting on, String failure) {
        on.failPoint.next(1, "count", failure);
        Future<?> kept = other.submit(() -> on.things.estimatedDocumentCount());
        await().until(() -> inUse(on) == 1);
        assertThat(kept).isNotDone();
    }

    private static int inUse(Transacting on) {
        return on.polyMongo.stats().pools().get(0).inUse();
    }
}
