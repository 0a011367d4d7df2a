package io.polymongo.embedded.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.oplog.OplogEntry.Change;
import io.polymongo.embedded.internal.stream.StreamBed.Stream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many readers and writers at once. */
class StreamConcurrencyTest {

    private static final System.Logger LOG = System.getLogger(StreamConcurrencyTest.class.getName());

    private static final int WRITERS = 4;
    private static final int READERS = 20;
    private static final int STATEMENTS = 500;
    private static final Document EVERYTHING = new Document("allChangesForCluster", true);

    private final StreamBed bed = new StreamBed(100_000);
    private final ExecutorService workers = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        bed.close();
        workers.shutdownNow();
    }

    @Test
    void everyReaderSeesEveryEventOnceAndInOrderAcrossResumes() throws Exception {
        long seed = System.nanoTime();
        LOG.log(System.Logger.Level.INFO, "seed {0}", Long.toString(seed));
        CountDownLatch watching = new CountDownLatch(READERS);
        List<Future<List<Object>>> readers = new ArrayList<>();
        for (int reader = 0; reader < READERS; reader++) {
            Random random = new Random(seed + reader);
            boolean all = reader % 2 == 0;
            readers.add(workers.submit(() -> read(random, all, watching)));
        }
        assertThat(watching.await(2, TimeUnit.MINUTES)).isTrue();
        List<Future<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            writers.add(workers.submit(write(writer, new Random(seed - writer - 1))));
        }
        for (Future<Void> writer : writers) {
            writer.get(2, TimeUnit.MINUTES);
        }
        bed.insert("shop", "orders", "end");
        for (int reader = 0; reader < READERS; reader++) {
            assertThat(readers.get(reader).get(2, TimeUnit.MINUTES))
                    .as("reader %d with seed %d", reader, seed)
                    .isEqualTo(written(reader % 2 == 0));
        }
    }

    /** Statements and transactions over two databases. */
    private Callable<Void> write(int writer, Random random) {
        return () -> {
            for (int statement = 0; statement < STATEMENTS; statement++) {
                List<Change> changes = new ArrayList<>();
                for (int change = random.nextInt(4); change >= 0; change--) {
                    String database = random.nextInt(3) == 0 ? "archive" : "shop";
                    changes.add(StreamBed.inserted(database, "orders", writer + "/" + statement + "/" + change));
                }
                if (random.nextBoolean()) {
                    bed.oplog.append(changes, new Document("id", writer), (long) statement);
                } else {
                    bed.oplog.append(changes);
                }
                if (random.nextInt(10) == 0) {
                    bed.oplog.tick();
                }
            }
            return null;
        };
    }

    private List<Object> written(boolean all) {
        return bed.oplog.after(0, Integer.MAX_VALUE).stream()
                .map(entry -> entry.change())
                .filter(change -> all || change.database().equals("shop"))
                .map(Change::documentId)
                .toList();
    }

    private List<Object> read(Random random, boolean all, CountDownLatch watching) {
        Stream stream = open(all, new Document());
        watching.countDown();
        List<Object> seen = new ArrayList<>();
        String lastToken = "";
        while (true) {
            for (Document event : stream.events()) {
                String token = StreamBed.token(event).get("_data").toString();
                assertThat(token).isGreaterThan(lastToken);
                lastToken = token;
                seen.add(((Document) event.get("documentKey")).get("_id"));
            }
            if (!seen.isEmpty() && seen.get(seen.size() - 1).equals("end")) {
                return seen;
            }
            if (random.nextInt(5) == 0) {
                bed.run(
                        stream.database,
                        new Document("killCursors", stream.collection).append("cursors", List.of(stream.id)));
                String how = random.nextBoolean() ? "resumeAfter" : "startAfter";
                stream = open(all, new Document(how, stream.token()));
            } else {
                Document getMore = stream.getMore().append("maxTimeMS", 5000L);
                stream.next(random.nextBoolean() ? getMore.append("batchSize", 1 + random.nextInt(20)) : getMore);
            }
        }
    }

    private Stream open(boolean all, Document spec) {
        return all ? bed.open("admin", 1, spec.appendAll(EVERYTHING)) : bed.open("shop", "orders", spec);
    }

    @Test
    void aHundredIdleStreamsCostNothing() throws Exception {
        Map<Long, Boolean> threads = new ConcurrentHashMap<>();
        List<Future<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Stream stream = bed.watch("shop", "idle" + i);
            waiting.add(workers.submit(() -> {
                threads.put(Thread.currentThread().getId(), true);
                return stream.next(stream.getMore().append("maxTimeMS", 600_000L));
            }));
        }
        ThreadMXBean measure = ManagementFactory.getThreadMXBean();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> threads.size() == 100
                        && threads.keySet().stream()
                                .allMatch(id ->
                                        measure.getThreadInfo(id).getThreadState() == Thread.State.TIMED_WAITING));
        long wakesBefore = waits(measure, threads);
        for (int id = 0; id < 2000; id++) {
            bed.insert("shop", "busy", id);
        }
        assertThat(waits(measure, threads)).isEqualTo(wakesBefore);
        for (int i = 0; i < 100; i++) {
            bed.insert("shop", "idle" + i, i);
        }
        for (Future<?> reader : waiting) {
            assertThat((List<?>) reader.get(2, TimeUnit.MINUTES)).hasSize(1);
        }
    }

    private static long waits(ThreadMXBean measure, Map<Long, Boolean> threads) {
        return threads.keySet().stream()
                .mapToLong(id -> measure.getThreadInfo(id).getWaitedCount())
                .sum();
    }
}
