package io.polymongo.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.server.LeakCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A change stream whose primary changes under it; the driver resumes by itself. */
@ExtendWith(LeakCheck.class)
class StreamAcrossStepDownsIT {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int EVENTS_BETWEEN = 10;

    private final AtomicInteger seen = new AtomicInteger();
    /** Counted, too, as a driver repeats a write only once: one that meets two changes fails. */
    private final AtomicInteger written = new AtomicInteger();

    private final AtomicBoolean goOn = new AtomicBoolean(true);
    private final CountDownLatch watching = new CountDownLatch(1);

    @Test
    @Timeout(600)
    void everyEventOnceAndInOrderAcrossStepDowns() throws Exception {
        try (EmbeddedMongo server = Sets.three()) {
            everyEventOnceAndInOrder(server, 20, primary -> server.stepDown());
        }
    }

    @Test
    @Timeout(600)
    void everyEventOnceAndInOrderAcrossDeaths() throws Exception {
        try (EmbeddedMongo server = Sets.three()) {
            everyEventOnceAndInOrder(server, 6, primary -> {
                server.kill(primary);
                await().atMost(LONG).until(() -> server.primary().isPresent());
                server.restart(primary);
            });
        }
    }

    private void everyEventOnceAndInOrder(EmbeddedMongo server, int times, IntConsumer change) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (MongoClient client = Sets.client(server)) {
            MongoCollection<Document> things = Sets.things(client);
            Future<List<Integer>> reader = threads.submit(() -> read(things));
            watching.await();
            Future<Integer> writer = threads.submit(() -> write(things));
            for (int i = 0; i < times; i++) {
                int seenBefore = seen.get();
                int writtenBefore = written.get();
                await().atMost(LONG)
                        .until(() -> (seen.get() >= seenBefore + EVENTS_BETWEEN
                                        && written.get() >= writtenBefore + EVENTS_BETWEEN)
                                || reader.isDone()
                                || writer.isDone());
                throwIfEnded(reader);
                throwIfEnded(writer);
                await().atMost(LONG).until(() -> server.primary().isPresent());
                change.accept(server.primary().orElseThrow());
            }
            goOn.set(false);

            List<Integer> all = IntStream.range(0, writer.get()).boxed().toList();
            assertThat(reader.get()).containsExactlyElementsOf(all);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void throwIfEnded(Future<?> thread) throws Exception {
        if (thread.isDone()) {
            thread.get();
        }
    }

    private List<Integer> read(MongoCollection<Document> things) {
        List<Integer> numbers = new ArrayList<>();
        try (var cursor = things.watch().cursor()) {
            watching.countDown();
            while (true) {
                ChangeStreamDocument<Document> event = cursor.next();
                if (event.getFullDocument().containsKey("last")) {
                    return numbers;
                }
                numbers.add(event.getFullDocument().getInteger("_id"));
                seen.incrementAndGet();
            }
        }
    }

    /** Returns how many were written; what follows them tells the reader that there are no more. */
    private int write(MongoCollection<Document> things) {
        int next = 0;
        while (goOn.get()) {
            things.insertOne(new Document("_id", next++));
            written.incrementAndGet();
        }
        things.insertOne(new Document("_id", next).append("last", true));
        return next;
    }
}
