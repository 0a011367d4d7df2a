package io.polymongo.it.pool;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.polymongo.ErrorId;
import io.polymongo.NotConnectedException;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoConfig;
import io.polymongo.State;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.server.LeakCheck;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server that does not answer any more, and a listener that does not return, hold nobody up who closes. */
@ExtendWith(LeakCheck.class)
@Timeout(300)
class SilentServerIT {

    @Test
    void closingDoesNotWaitForAServerThatDoesNotAnswer() throws Exception {
        try (EmbeddedMongo server = EmbeddedMongo.builder().start();
                MongoClient raw = MongoClients.create(server.connectionString())) {
            PolyMongo polyMongo = PolyMongo.create(
                    PolyMongoConfig.builder().uri(server.connectionString()).build());
            polyMongo.database("x").getCollection("x").insertOne(new Document());
            AtomicReference<Throwable> told = new AtomicReference<>();
            Thread caller = new Thread(() -> {
                try {
                    polyMongo.database("x").getCollection("x").countDocuments();
                } catch (RuntimeException e) {
                    told.set(e);
                }
            });
            server.pause();
            try {
                caller.start();
                Awaitility.await().until(() -> polyMongo.stats().pools().get(0).inUse() == 1);
                polyMongo.disconnect(Duration.ZERO);
                assertThat(polyMongo.state()).isEqualTo(State.DISCONNECTED);
            } finally {
                server.resume();
            }
            caller.join();
            if (told.get() != null) {
                assertThat(told.get())
                        .satisfiesAnyOf(
                                e -> assertThat(e).isInstanceOf(MongoException.class),
                                e -> assertThat(e)
                                        .isInstanceOfSatisfying(
                                                NotConnectedException.class,
                                                own -> assertThat(own.id()).isEqualTo(ErrorId.WORK_CUT_OFF)));
            }
            polyMongo.connect();
            assertThat(polyMongo.database("x").getCollection("x").countDocuments())
                    .isEqualTo(1);
            polyMongo.close();
        }
    }

    @Test
    void closingDoesNotWaitForAListenerThatDoesNotReturn() {
        CountDownLatch never = new CountDownLatch(1);
        try (EmbeddedMongo server = EmbeddedMongo.builder().start()) {
            PolyMongo polyMongo = PolyMongo.create(
                    PolyMongoConfig.builder().uri(server.connectionString()).build());
            polyMongo.onEvent(event -> {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            polyMongo.connect();
            polyMongo.disconnect();
            polyMongo.connect();
            assertThat(polyMongo.state()).isEqualTo(State.CONNECTED);
            polyMongo.close();
            assertThat(polyMongo.state()).isEqualTo(State.DISCONNECTED);
        } finally {
            never.countDown();
        }
    }
}
