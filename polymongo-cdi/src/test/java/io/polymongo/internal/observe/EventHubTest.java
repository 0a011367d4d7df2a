package io.polymongo.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.polymongo.ErrorId;
import io.polymongo.NotConnectedException;
import io.polymongo.PolyMongoEvent;
import io.polymongo.PolyMongoEvent.Connected;
import io.polymongo.PolyMongoEvent.PoolClosed;
import io.polymongo.PolyMongoEvent.PoolOpened;
import io.polymongo.RuntimeLog;
import io.polymongo.internal.log.Log;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventHubTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int CAPACITY = EventQueue.CAPACITY;

    private final RuntimeLog runtime = RuntimeLog.at(Level.ALL);
    private final EventHub hub = new EventHub(Log.ofRuntime(), PATIENCE);

    @AfterEach
    void close() {
        hub.close();
        runtime.close();
    }

    private static PolyMongoEvent event(int number) {
        return new Connected("pool" + number, Instant.EPOCH);
    }

    private static List<String> pools(int from, int to) {
        return IntStream.range(from, to).mapToObj(number -> "pool" + number).toList();
    }

    private void publish(int from, int to) {
        IntStream.range(from, to).mapToObj(EventHubTest::event).forEach(hub);
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Takes what it is told, and waits on its first event. */
    private static final class Busy implements Consumer<PolyMongoEvent> {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch gate = new CountDownLatch(1);
        private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @Override
        public void accept(PolyMongoEvent event) {
            entered.countDown();
            pass(gate);
            seen.add(event.pool());
        }
    }

    private static List<String> taken(BlockingQueue<String> seen, int count) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> seen.size() >= count);
        return List.copyOf(seen);
    }

    @Test
    void eventsArriveInOrderAtEachListener() {
        BlockingQueue<String> one = new LinkedBlockingQueue<>();
        BlockingQueue<String> other = new LinkedBlockingQueue<>();
        hub.subscribe(event -> one.add(event.pool()));
        hub.subscribe(event -> other.add(event.pool()));
        for (int from = 0; from < 10_000; from += 100) {
            publish(from, from + 100);
            taken(one, from + 100);
            taken(other, from + 100);
        }
        assertThat(taken(one, 10_000)).isEqualTo(pools(0, 10_000));
        assertThat(taken(other, 10_000)).isEqualTo(pools(0, 10_000));
    }

    @Test
    void theOrderOfEachThreadIsKeptAndNothingIsLostBelowTheBound() throws Exception {
        int threads = 8;
        int each = CAPACITY / threads;
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        hub.subscribe(event -> seen.add(event.pool()));
        for (int round = 0; round < 200; round++) {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Thread> publishers = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int first = t * each;
                Thread publisher = new Thread(() -> {
                    try {
                        start.await();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                    publish(first, first + each);
                });
                publisher.start();
                publishers.add(publisher);
            }
            for (Thread publisher : publishers) {
                publisher.join();
            }
            List<String> all = taken(seen, threads * each);
            assertThat(all).hasSize(threads * each).doesNotHaveDuplicates();
            for (int t = 0; t < threads; t++) {
                assertThat(all).containsSubsequence(pools(t * each, (t + 1) * each));
            }
            seen.clear();
        }
    }

    @Test
    void aListenerThatBlocksHoldsUpNeitherThePublisherNorAnother() {
        Busy busy = new Busy();
        BlockingQueue<String> other = new LinkedBlockingQueue<>();
        hub.subscribe(busy);
        hub.subscribe(event -> other.add(event.pool()));
        publish(0, 1);
        pass(busy.entered);
        publish(1, 10);
        assertThat(taken(other, 10)).isEqualTo(pools(0, 10));
        assertThat(busy.seen).isEmpty();
        busy.gate.countDown();
        assertThat(taken(busy.seen, 10)).isEqualTo(pools(0, 10));
    }

    @Test
    void whatDoesNotFitIsDroppedCountedAndSaid() {
        Busy busy = new Busy();
        hub.subscribe("slow", event -> true, busy);
        publish(0, 1);
        pass(busy.entered);
        publish(1, CAPACITY + 1);
        assertThat(runtime.lines()).isEmpty();
        publish(CAPACITY + 1, CAPACITY + 8);
        await().atMost(PATIENCE).until(() -> !runtime.lines().isEmpty());
        assertThat(runtime.lines())
                .containsExactly("WARNING the listener slow is behind by 256 events; those that come now are dropped"
                        + " for it");
        busy.gate.countDown();
        assertThat(taken(busy.seen, CAPACITY + 1)).isEqualTo(pools(0, CAPACITY + 1));
        await().atMost(PATIENCE).until(() -> runtime.lines().size() > 1);
        publish(CAPACITY + 8, CAPACITY + 10);
        assertThat(taken(busy.seen, CAPACITY + 3)).endsWith("pool" + (CAPACITY + 8), "pool" + (CAPACITY + 9));
        assertThat(runtime.lines())
                .hasSize(2)
                .last()
                .isEqualTo("WARNING the listener slow takes events again; 7 were dropped");
    }

    @Test
    void aListenerThatThrowsGetsTheNext() {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        hub.subscribe("faulty", event -> true, event -> {
            seen.add(event.pool());
            if (seen.size() == 1) {
                throw new IllegalStateException("one");
            }
            if (seen.size() == 2) {
                throw new StackOverflowError("two");
            }
        });
        publish(0, 3);
        assertThat(taken(seen, 3)).isEqualTo(pools(0, 3));
        assertThat(runtime.lines())
                .containsExactly(
                        "WARNING the listener faulty failed on Connected",
                        "WARNING the listener faulty failed on Connected");
        assertThat(runtime.records())
                .extracting(record -> record.getThrown().getMessage())
                .containsExactly("one", "two");
    }

    @Test
    void anInterruptOfAListenerIsNotTheNextEvents() {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        hub.subscribe(event -> {
            seen.add(event.pool() + Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
        });
        publish(0, 2);
        assertThat(taken(seen, 2)).containsExactly("pool0false", "pool1false");
    }

    @Test
    void aListenerGetsTheKindsThatItWants() {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        hub.subscribe("closings", PoolClosed.class::isInstance, event -> seen.add(event.pool()));
        hub.accept(new PoolOpened("a", Instant.EPOCH));
        hub.accept(new PoolClosed("b", Instant.EPOCH));
        assertThat(taken(seen, 1)).containsExactly("b");
    }

    @Test
    void anEndedSubscriptionForgetsWhatWaitsForIt() throws Exception {
        Busy busy = new Busy();
        BlockingQueue<String> other = new LinkedBlockingQueue<>();
        AutoCloseable subscription = hub.subscribe(busy);
        hub.subscribe(event -> other.add(event.pool()));
        publish(0, 5);
        pass(busy.entered);
        subscription.close();
        subscription.close();
        publish(5, 6);
        busy.gate.countDown();
        taken(other, 6);
        await().atMost(PATIENCE).until(() -> busy.seen.size() == 1);
        hub.close();
        assertThat(busy.seen).containsExactly("pool0");
        assertThat(runtime.lines()).isEmpty();
    }

    @Test
    void aListenerMayEndItsOwnSubscription() {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        AtomicReference<AutoCloseable> own = new AtomicReference<>();
        own.set(hub.subscribe(event -> {
            seen.add(event.pool());
            try {
                own.get().close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }));
        publish(0, 3);
        taken(seen, 1);
        hub.close();
        assertThat(seen).containsExactly("pool0");
    }

    @Test
    void closingDeliversWhatWaits() {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        hub.subscribe(event -> seen.add(event.pool()));
        publish(0, 200);
        hub.close();
        assertThat(seen).containsExactlyElementsOf(pools(0, 200));
        publish(200, 201);
        hub.close();
        assertThat(seen).hasSize(200);
        await().atMost(PATIENCE).until(() -> threads().isEmpty());
    }

    @Test
    void closingEndsAListenerThatDoesNotEnd() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch interrupted = new CountDownLatch(1);
        EventHub impatient = new EventHub(Log.ofRuntime(), Duration.ofMillis(1));
        impatient.subscribe("endless", event -> true, event -> {
            begun.incrementAndGet();
            entered.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        IntStream.range(0, 4).mapToObj(EventHubTest::event).forEach(impatient);
        pass(entered);
        impatient.close();
        pass(interrupted);
        await().atMost(PATIENCE).until(() -> threads().isEmpty());
        assertThat(begun).hasValue(1);
        assertThat(runtime.lines())
                .containsExactly("WARNING the listener endless was too slow for the end: 3 events are not delivered");
    }

    @Test
    void aListenerMayCloseTheHub() {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        CountDownLatch published = new CountDownLatch(1);
        hub.subscribe(event -> {
            pass(published);
            hub.close();
            seen.add(event.pool() + Thread.currentThread().isInterrupted());
        });
        publish(0, 3);
        published.countDown();
        assertThat(taken(seen, 3)).containsExactly("pool0false", "pool1false", "pool2false");
        await().atMost(PATIENCE).until(() -> threads().isEmpty());
    }

    @Test
    void afterTheEndNobodyIsSubscribed() {
        hub.close();
        assertThatThrownBy(() -> hub.subscribe(event -> {}))
                .isInstanceOfSatisfying(
                        NotConnectedException.class,
                        error -> assertThat(error.id()).isEqualTo(ErrorId.CLOSED));
    }

    @Test
    void thereAreThreadsOnlyWhileThereIsSomethingToDo() {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        hub.subscribe(event -> seen.add(event.pool()));
        assertThat(threads()).isEmpty();
        publish(0, 1);
        taken(seen, 1);
        await().atMost(PATIENCE).until(() -> threads().isEmpty());
        publish(1, 2);
        assertThat(taken(seen, 2)).containsExactly("pool0", "pool1");
    }

    @Test
    void aListenerRunsWithTheLoaderOfItsApplicationAndNothingElseOfThePublisher() throws Exception {
        InheritableThreadLocal<String> publishers = new InheritableThreadLocal<>();
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Thread self = Thread.currentThread();
        ClassLoader before = self.getContextClassLoader();
        try (URLClassLoader application = new URLClassLoader(new URL[0], before)) {
            self.setContextClassLoader(application);
            hub.subscribe(event ->
                    seen.add((Thread.currentThread().getContextClassLoader() == application) + " " + publishers.get()));
            self.setContextClassLoader(before);
            publishers.set("secret");
            publish(0, 1);
            assertThat(taken(seen, 1)).containsExactly("true null");
        } finally {
            publishers.remove();
            self.setContextClassLoader(before);
        }
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("polymongo-events"))
                .toList();
    }
}
