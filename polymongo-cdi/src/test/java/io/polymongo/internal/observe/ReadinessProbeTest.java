package io.polymongo.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.PolyMongoConfig;
import io.polymongo.internal.pool.ClientFactory;
import io.polymongo.internal.pool.ClientSettings;
import io.polymongo.internal.pool.Pool;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadinessProbeTest {

    private final AtomicLong now = new AtomicLong();
    private final PolyMongoConfig config = PolyMongoConfig.builder().build();

    private ReadinessProbe probe(ClientFactory factory) {
        ClientSettings settings = new ClientSettings(config, List.of(), List.of());
        Pool pool = new Pool(Pool.SHARED, "mongodb://localhost:1", settings, factory);
        return new ReadinessProbe(config.health(), pool, now::get, () -> Instant.ofEpochSecond(0, now.get()));
    }

    @Test
    void anErrorThatIsNeitherTheDriversNorOursIsAnAnswerToo() {
        ReadinessProbe probe = probe(settings -> {
            throw new IllegalStateException("a text that nobody outside should read");
        });
        assertThat(probe.answer().up()).isFalse();
        assertThat(probe.answer().ping()).isEqualTo("failed");
    }

    @Test
    void anAnswerIsKeptForAsLongAsConfigured() {
        ReadinessProbe probe = probe(settings -> {
            throw new IllegalStateException("no client");
        });
        ReadinessProbe.Answer first = probe.answer();
        now.set(config.health().cache().toNanos() - 1);
        assertThat(probe.answer()).isSameAs(first);
        now.incrementAndGet();
        assertThat(probe.answer().timestamp()).isAfter(first.timestamp());
    }
}
