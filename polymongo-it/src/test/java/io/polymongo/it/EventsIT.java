package io.polymongo.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoConfig;
import io.polymongo.PolyMongoEvent;
import io.polymongo.PolyMongoEvent.Failed;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.server.LeakCheck;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What pools tell, while a server goes and comes back. */
@ExtendWith(LeakCheck.class)
class EventsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> THERE_AND_BACK = List.of("PoolOpened", "Connected", "Disconnected", "Connected");

    /** How often the driver fails to reach a server that is gone is its own affair. */
    private static void note(Queue<String> seen, PolyMongoEvent event) {
        if (!(event instanceof Failed)) {
            seen.add(event.getClass().getSimpleName());
        }
    }

    private static void awaitLast(Supplier<List<String>> seen, String kind, int count) {
        await().atMost(PATIENCE)
                .until(() ->
                        seen.get().size() == count && seen.get().get(count - 1).equals(kind));
    }

    private static void goAndComeBack(EmbeddedMongo server, PolyMongo polyMongo, Supplier<List<String>> seen) {
        polyMongo.connect();
        awaitLast(seen, "Connected", 2);
        server.kill(0);
        awaitLast(seen, "Disconnected", 3);
        server.restart(0);
        polyMongo.connect();
        awaitLast(seen, "Connected", 4);
    }

    private static String quick(EmbeddedMongo server) {
        String uri = server.connectionString();
        return uri + (uri.contains("?") ? "&" : "/?") + "heartbeatFrequencyMS=500";
    }

    @Test
    void aListenerThatBlocksHoldsUpNeitherTheDriversMonitoringNorCallsNorOthers() {
        Queue<String> late = new ConcurrentLinkedQueue<>();
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        CountDownLatch gate = new CountDownLatch(1);
        try (EmbeddedMongo server = EmbeddedMongo.builder().start()) {
            PolyMongo polyMongo = PolyMongo.create(PolyMongoConfig.builder()
                    .uri(quick(server))
                    .connectTimeout(PATIENCE)
                    .build());
            try (polyMongo) {
                polyMongo.onEvent(event -> {
                    await().atMost(PATIENCE).until(() -> gate.getCount() == 0);
                    note(late, event);
                });
                polyMongo.onEvent(event -> note(seen, event));
                goAndComeBack(server, polyMongo, () -> List.copyOf(seen));
                assertThat(polyMongo.database("shop").listCollectionNames()).isEmpty();
                assertThat(seen).containsExactlyElementsOf(THERE_AND_BACK);
                assertThat(late).isEmpty();
                gate.countDown();
                awaitLast(() -> List.copyOf(late), "Connected", 4);
                assertThat(late).containsExactlyElementsOf(THERE_AND_BACK);
            } finally {
                gate.countDown();
            }
            awaitLast(() -> List.copyOf(seen), "PoolClosed", 6);
            assertThat(seen).endsWith("Disconnected", "PoolClosed");
        }
    }

    @ApplicationScoped
    static class Observer {
        private final Queue<String> seen = new ConcurrentLinkedQueue<>();

        void on(@Observes PolyMongoEvent event) {
            note(seen, event);
        }

        void faulty(@Observes PolyMongoEvent.PoolOpened event) {
            throw new IllegalStateException("an observer of the application failed");
        }

        List<String> seen() {
            return List.copyOf(seen);
        }
    }

    @Test
    void aContainersObserversAreToldTheSame() {
        try (EmbeddedMongo server = EmbeddedMongo.builder().start();
                WeldApplication application = WeldApplication.start(
                        Map.of("polymongo.uri", quick(server), "polymongo.connect-timeout", PATIENCE.toString()),
                        Map.of(),
                        Observer.class)) {
            Observer observer = application.get(Observer.class);
            goAndComeBack(server, application.get(PolyMongo.class), observer::seen);
            assertThat(observer.seen()).isEqualTo(THERE_AND_BACK);
        }
    }
}
