package io.polymongo.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import io.polymongo.PolyMongoStats;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.server.LeakCheck;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The figures while servers go and come back under load. */
@ExtendWith(LeakCheck.class)
class PoolGaugeIT {

    private static final int THREADS = 12;
    private static final int MOST = 3;
    private static final int ROUNDS = 8;

    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void nothingIsLeftOfWhatWasUnderWay() throws InterruptedException {
        long seed = new Random().nextLong();
        System.out.println("PoolGaugeIT: seed " + seed);
        Random random = new Random(seed);
        ExecutorService users = Executors.newFixedThreadPool(THREADS);
        try (EmbeddedMongo server = EmbeddedMongo.builder().members(3).start();
                WatchedClient watched = new WatchedClient(
                        server.connectionString(),
                        settings -> settings.applyToConnectionPoolSettings(
                                pool -> pool.maxSize(MOST).maxWaitTime(20, TimeUnit.MILLISECONDS)))) {
            MongoCollection<Document> things = watched.client.getDatabase("x").getCollection("things");
            for (int i = 0; i < THREADS; i++) {
                users.execute(() -> use(things));
            }
            for (int round = 0; round < ROUNDS; round++) {
                disturb(server, random.nextInt(3), random.nextBoolean());
                int seen = calls.get();
                await().until(() -> {
                    check(watched.gauge.servers());
                    return calls.get() > seen + 200;
                });
            }
            ended.set(true);
            users.shutdown();
            assertThat(users.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
            assertThat(watched.gauge.servers()).hasSize(3).allSatisfy(figures -> {
                assertThat(figures.inUse()).isZero();
                assertThat(figures.waiting()).isZero();
                assertThat(figures.size()).isBetween(0, MOST);
            });
        } finally {
            ended.set(true);
            users.shutdownNow();
        }
    }

    private void use(MongoCollection<Document> things) {
        while (!ended.get()) {
            try {
                things.insertOne(new Document());
            } catch (MongoException e) {
                // The server is gone, or there is no connection in time: as is meant here.
            }
            calls.incrementAndGet();
        }
    }

    private static void disturb(EmbeddedMongo server, int member, boolean kill) {
        if (kill) {
            server.kill(member);
            server.restart(member);
        } else {
            server.stepDown();
        }
    }

    private static void check(List<PolyMongoStats.Server> servers) {
        assertThat(servers).allSatisfy(figures -> {
            assertThat(figures.size()).isBetween(0, MOST);
            assertThat(figures.inUse()).isBetween(0, MOST);
            assertThat(figures.waiting()).isBetween(0, THREADS);
        });
    }
}
