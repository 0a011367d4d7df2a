package io.polymongo.internal.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final List<Long> slept = new ArrayList<>();
    private long now = -5;
    private double random = 0.5;
    private final Timing timing = new Timing(() -> now, () -> random, nanos -> {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        slept.add(nanos);
        now += nanos;
    });
    private final Backoff backoff = new Backoff(timing);

    @AfterEach
    void clear() {
        Thread.interrupted();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 0.5, 0.999})
    void growsByChanceUpToItsLongest(double chance) {
        random = chance;
        Deadline deadline = Deadline.after(LIMIT, timing.ticker());
        for (int repeats = 0; repeats < 40; repeats++) {
            assertThat(backoff.pause(repeats, deadline)).isTrue();
            assertThat(slept.get(repeats)).isEqualTo((long) (chance * Math.min(5e6 * Math.pow(1.5, repeats), 500e6)));
        }
    }

    @Test
    void theFirstOnesInFigures() {
        Deadline deadline = Deadline.after(LIMIT, timing.ticker());
        for (int repeats = 0; repeats < 13; repeats++) {
            backoff.pause(repeats, deadline);
        }
        assertThat(slept)
                .startsWith(2_500_000L, 3_750_000L, 5_625_000L, 8_437_500L)
                .endsWith(250_000_000L);
    }

    /** As many as fit into a deadline that nothing else uses up. */
    @Test
    void howeverOftenItNeverOverflows() {
        Deadline deadline = Deadline.after(LIMIT, timing.ticker());
        assertThat(backoff.pause(Integer.MAX_VALUE, deadline)).isTrue();
        assertThat(slept).containsExactly(250_000_000L);
    }

    @Test
    void isNotBegunWhereTheDeadlineComesFirst() {
        Deadline deadline = Deadline.after(Duration.ofNanos(2_500_001), timing.ticker());
        assertThat(backoff.pause(0, deadline)).isTrue();
        assertThat(backoff.pause(0, deadline)).isFalse();
        assertThat(slept).containsExactly(2_500_000L);
    }

    @Test
    void anInterruptEndsItAndStays() {
        Thread.currentThread().interrupt();
        assertThat(backoff.pause(0, Deadline.after(LIMIT, timing.ticker()))).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }
}
