package io.polymongo.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoClient;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.server.LeakCheck;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a server costs on which nothing happens, though many wait for something. */
@ExtendWith(LeakCheck.class)
class IdleIT {

    private static final int STREAMS = 100;
    private static final int WARM_UP = 300;
    private static final double MOST = 0.02;
    private static final int MOST_WINDOWS = 24;
    private static final Duration MEASURED = Duration.ofSeconds(5);

    private final ThreadMXBean beans = ManagementFactory.getThreadMXBean();
    private final Set<Long> othersThreads = ConcurrentHashMap.newKeySet();

    /** As drivers wait by themselves: a second each time, so that there are some hundred questions in each second. */
    @Test
    @Timeout(600)
    void aHundredStreamsOnWhichNothingHappens() throws Exception {
        othersThreads.addAll(serverThreads().keySet());
        DriverEvents driver = new DriverEvents();
        ExecutorService readers = Executors.newCachedThreadPool();
        try (EmbeddedMongo server = EmbeddedMongo.builder().start();
                MongoClient client = Sets.client(server, settings -> {
                    driver.listenTo(settings);
                    settings.applyToConnectionPoolSettings(pool -> pool.maxSize(STREAMS + 10));
                })) {
            warmUp(client, readers);
            for (int i = 0; i < STREAMS; i++) {
                MongoChangeStreamCursor<ChangeStreamDocument<Document>> cursor =
                        Sets.things(client).watch().cursor();
                readers.execute(() -> readUntilClosed(cursor));
            }
            int warm = driver.sent("getMore");
            await().atMost(Duration.ofMinutes(5)).until(() -> driver.sent("getMore") >= warm + 2 * STREAMS);

            double share = 1;
            for (int window = 0; window < MOST_WINDOWS && share > MOST; window++) {
                share = Math.min(share, measuredShare(driver));
            }
            assertThat(share).isLessThanOrEqualTo(MOST);
        } finally {
            readers.shutdownNow();
            assertThat(readers.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
        }
    }

    /**
     * What else the machine does can only make it larger: the server's own threads are counted, and where they are
     * asked less often than drivers ask, what one question costs is counted at the full number of questions.
     */
    private double measuredShare(DriverEvents driver) {
        Map<Long, Long> before = serverThreads();
        long begin = System.nanoTime();
        int askedBefore = driver.sent("getMore");
        await().pollDelay(MEASURED).until(() -> driver.sent("getMore") - askedBefore >= STREAMS);
        long passed = System.nanoTime() - begin;
        Map<Long, Long> after = serverThreads();
        int asked = driver.sent("getMore") - askedBefore;
        assertThat(after).isNotEmpty();

        long used = after.entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
                .sum();
        double seconds = Math.min((double) passed / TimeUnit.SECONDS.toNanos(1), (double) asked / STREAMS);
        double share = used / seconds / TimeUnit.SECONDS.toNanos(1);
        System.out.printf(
                "idle server, %d change streams, %d getMores in %d ms: %.2f %% of a core%n",
                STREAMS, asked, TimeUnit.NANOSECONDS.toMillis(passed), 100 * share);
        return share;
    }

    /** Asks until what runs each time is compiled. */
    private static void warmUp(MongoClient client, ExecutorService readers) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            running.add(readers.submit(() -> {
                try (var cursor = Sets.things(client)
                        .watch()
                        .maxAwaitTime(1, TimeUnit.MILLISECONDS)
                        .cursor()) {
                    for (int k = 0; k < WARM_UP; k++) {
                        assertThat(cursor.tryNext()).isNull();
                    }
                }
            }));
        }
        for (Future<?> each : running) {
            each.get();
        }
    }

    private static void readUntilClosed(MongoChangeStreamCursor<ChangeStreamDocument<Document>> cursor) {
        try (cursor) {
            while (!Thread.currentThread().isInterrupted()) {
                cursor.tryNext();
            }
        } catch (RuntimeException closed) {
            // The client was closed, or this thread interrupted.
        }
    }

    /** The processor time of the threads of this test's server, by their ids. */
    private Map<Long, Long> serverThreads() {
        Map<Long, Long> times = new HashMap<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            long time = beans.getThreadCpuTime(thread.getId());
            if (thread.getName().startsWith("embedded-mongo") && !othersThreads.contains(thread.getId()) && time >= 0) {
                times.put(thread.getId(), time);
            }
        }
        return times;
    }
}
