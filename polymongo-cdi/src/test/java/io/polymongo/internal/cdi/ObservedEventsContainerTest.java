package io.polymongo.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoEvent;
import io.polymongo.PolyMongoEvent.Connected;
import io.polymongo.PolyMongoEvent.Failed;
import io.polymongo.PolyMongoEvent.PoolOpened;
import io.polymongo.RuntimeLog;
import io.polymongo.Tenants;
import io.polymongo.internal.observe.EventHub;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.EventMetadata;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Observer methods in a container, with events of our own. */
class ObservedEventsContainerTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @ApplicationScoped
    static class Observers {
        private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch gate = new CountDownLatch(1);

        @Inject
        Tenants tenants;

        @Inject
        Requested requested;

        void all(@Observes PolyMongoEvent event) {
            seen.add("all " + event.pool());
        }

        void asynchronously(@ObservesAsync PolyMongoEvent event) {
            seen.add("async " + event.pool());
        }

        void failures(@Observes Failed event) {
            seen.add("failed " + event.reason());
        }

        void faulty(@Observes Connected event) {
            seen.add("faulty " + event.pool());
            throw new IllegalStateException("a text of the application's");
        }

        void blocking(@Observes Connected event) throws InterruptedException {
            entered.countDown();
            gate.await();
            seen.add("blocking " + event.pool());
        }

        void inARequest(@Observes PoolOpened event) {
            seen.add("request " + requested.next() + requested.next() + " "
                    + tenants.current().isPresent());
        }

        void awaitTheBlockingOne() throws InterruptedException {
            assertThat(entered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }

        void release() {
            gate.countDown();
        }

        List<String> seen(String observer) {
            return seen.stream().filter(line -> line.startsWith(observer + " ")).toList();
        }
    }

    @RequestScoped
    static class Requested {
        private final AtomicInteger calls = new AtomicInteger();

        int next() {
            return calls.incrementAndGet();
        }
    }

    @ApplicationScoped
    static class Curious {
        private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        void about(@Observes @Any PoolOpened event, EventMetadata metadata, PolyMongo polyMongo) {
            seen.add(metadata + " " + polyMongo.isConnected());
        }

        List<String> seen() {
            return List.copyOf(seen);
        }
    }

    private final RuntimeLog runtime = RuntimeLog.at(Level.INFO);
    private Container container;
    private EventHub hub;

    @BeforeEach
    void start() {
        container = Container.start(Map.of("tenant.sources", "scope"), Observers.class, Requested.class, Curious.class);
        hub = container.get(PolyMongoOwner.class).events();
    }

    @AfterEach
    void stop() {
        container.get(Observers.class).release();
        container.close();
        runtime.close();
    }

    private void publishConnected(int count) {
        IntStream.range(0, count)
                .mapToObj(i -> new Connected("p" + i, Instant.EPOCH))
                .forEach(hub);
    }

    private static List<String> lines(String observer, int count) {
        return IntStream.range(0, count).mapToObj(i -> observer + " p" + i).toList();
    }

    private void awaitThat(String observer, List<String> lines) {
        Observers observers = container.get(Observers.class);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(observers.seen(observer)).isEqualTo(lines));
    }

    @Test
    void eachObserverGetsItsEventsInOrderWhateverAnotherDoes() throws Exception {
        Observers observers = container.get(Observers.class);
        publishConnected(100);
        observers.awaitTheBlockingOne();
        awaitThat("all", lines("all", 100));
        awaitThat("async", lines("async", 100));
        awaitThat("faulty", lines("faulty", 100));
        assertThat(observers.seen("blocking")).isEmpty();
        observers.release();
        awaitThat("blocking", lines("blocking", 100));
        await().atMost(PATIENCE).until(() -> runtime.lines().size() == 100);
        assertThat(runtime.lines())
                .containsOnly("WARNING the listener in " + Observers.class.getName() + " failed on Connected");
    }

    @Test
    void anObserverOfAKindGetsThatKind() {
        hub.accept(new Failed("orders", Instant.EPOCH, "why"));
        hub.accept(new PoolOpened("orders", Instant.EPOCH));
        awaitThat("all", List.of("all orders", "all orders"));
        awaitThat("failed", List.of("failed why"));
    }

    @Test
    void eachEventHasARequestOfItsOwnAndNoTenant() {
        hub.accept(new PoolOpened("a", Instant.EPOCH));
        hub.accept(new PoolOpened("b", Instant.EPOCH));
        awaitThat("request", List.of("request 12 false", "request 12 false"));
    }

    /** The metadata cannot be had from outside of Weld. */
    @Test
    void anObserverGetsBeansAndOnWeldNoMetadata() {
        hub.accept(new PoolOpened("a", Instant.EPOCH));
        Curious curious = container.get(Curious.class);
        await().atMost(PATIENCE).until(() -> !curious.seen().isEmpty());
        assertThat(curious.seen()).containsExactly("null false");
    }

    @Test
    void noKindIsForgotten() {
        assertThat(ObservedEvents.KINDS)
                .extracting(Object::getClass)
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(PolyMongoEvent.class.getPermittedSubclasses()));
    }
}
