package io.polymongo.sample.observe;

import static io.polymongo.sample.observe.EventObservers.OURS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.polymongo.PolyMongoEvent.Failed;
import io.polymongo.PolyMongoEvent.PoolOpened;
import io.polymongo.internal.cdi.PolyMongoOwner;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Quarkus's observers are told one by one, as those of other containers are. */
@QuarkusTest
class ObservedEventsTest {

    @Inject
    PolyMongoOwner owner;

    @Inject
    EventObservers observers;

    private void awaitThat(String observer, List<String> lines) {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(observers.seen(observer)).isEqualTo(lines));
    }

    private static List<String> lines(String observer, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> observer + " " + i).toList();
    }

    @Test
    void eachObserverGetsItsEventsInOrderWhateverAnotherDoes() {
        IntStream.range(0, 50)
                .mapToObj(i -> new Failed(OURS + i, Instant.EPOCH, "why"))
                .forEach(owner.events());
        awaitThat("all", lines("all", 0, 50));
        awaitThat("async", lines("async", 0, 50));
        awaitThat("faulty", lines("faulty", 0, 50));
        assertThat(observers.seen("blocking")).isEmpty();
        observers.release();
        awaitThat("blocking", lines("blocking", 0, 50));

        owner.events().accept(new PoolOpened(OURS + 50, Instant.EPOCH));
        owner.events().accept(new PoolOpened(OURS + 51, Instant.EPOCH));
        awaitThat("all", lines("all", 0, 52));
        awaitThat("request", List.of("request 50 12", "request 51 12"));
        String metadata = " " + PoolOpened.class + "[@jakarta.enterprise.inject.Any()]";
        awaitThat("metadata", List.of("metadata 50" + metadata, "metadata 51" + metadata));
        assertThat(observers.seen("faulty")).hasSize(50);
    }
}
