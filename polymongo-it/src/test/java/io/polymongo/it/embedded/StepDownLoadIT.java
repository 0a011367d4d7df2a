package io.polymongo.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.server.LeakCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many transactions on the same document while primaries step down all the time. A shorter form, unless the profile soak
 * sets {@code polymongo.soak}.
 */
@ExtendWith(LeakCheck.class)
class StepDownLoadIT {

    private static final int THREADS = 16;
    private static final int INCREMENTS = Boolean.getBoolean("polymongo.soak") ? 200 : 50;
    private static final Duration BETWEEN_STEP_DOWNS = Duration.ofMillis(200);

    @Test
    @Timeout(1200)
    void noUpdateIsLost() throws Exception {
        AtomicInteger stepDowns = new AtomicInteger();
        AtomicInteger attempts = new AtomicInteger();
        AtomicInteger commits = new AtomicInteger();
        Instant begin = Instant.now();
        ScheduledExecutorService stepper = Executors.newSingleThreadScheduledExecutor();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (EmbeddedMongo server = Sets.three();
                MongoClient client = Sets.client(server)) {
            MongoCollection<Document> counters = Sets.things(client);
            counters.insertOne(new Document("_id", "all").append("n", 0));
            for (int thread = 0; thread < THREADS; thread++) {
                counters.insertOne(new Document("_id", thread).append("n", 0));
            }
            AtomicInteger seen = new AtomicInteger();
            stepper.scheduleWithFixedDelay(
                    () -> {
                        // On a machine where no transaction ends so soon, none would ever: one must have, in between.
                        if (seen.getAndSet(commits.get()) < commits.get()) {
                            server.stepDown();
                            stepDowns.incrementAndGet();
                        }
                    },
                    BETWEEN_STEP_DOWNS.toMillis(),
                    BETWEEN_STEP_DOWNS.toMillis(),
                    TimeUnit.MILLISECONDS);
            CyclicBarrier together = new CyclicBarrier(THREADS);
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                running.add(threads.submit(() -> {
                    together.await();
                    for (int i = 0; i < INCREMENTS; i++) {
                        increment(client, counters, number, attempts);
                        commits.incrementAndGet();
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
            stepper.shutdown();
            assertThat(stepper.awaitTermination(5, TimeUnit.MINUTES)).isTrue();

            assertThat(counters.find(Filters.eq("all")).first()).containsEntry("n", THREADS * INCREMENTS);
            for (int thread = 0; thread < THREADS; thread++) {
                assertThat(counters.find(Filters.eq(thread)).first()).containsEntry("n", INCREMENTS);
            }
            assertThat(stepDowns).hasPositiveValue();
            System.out.println("step-down load: " + THREADS * INCREMENTS + " transactions in " + attempts
                    + " attempts across " + stepDowns + " step-downs, "
                    + Duration.between(begin, Instant.now()).toMillis() + " ms");
        } finally {
            stepper.shutdownNow();
            threads.shutdownNow();
        }
    }

    /** The sum is read and written back, so that whatever was written between shows; the thread's own is added to. */
    private static void increment(
            MongoClient client, MongoCollection<Document> counters, int thread, AtomicInteger attempts) {
        try (ClientSession session = client.startSession()) {
            session.withTransaction(() -> {
                attempts.incrementAndGet();
                counters.updateOne(session, Filters.eq(thread), Updates.inc("n", 1));
                Document all = counters.find(session, Filters.eq("all")).first();
                return counters.updateOne(session, Filters.eq("all"), Updates.set("n", all.getInteger("n") + 1));
            });
        } catch (MongoException e) {
            // The driver repeats for two minutes; what is labelled so has done nothing and may be repeated for longer.
            if (!e.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL)) {
                throw e;
            }
            increment(client, counters, thread, attempts);
        }
    }
}
