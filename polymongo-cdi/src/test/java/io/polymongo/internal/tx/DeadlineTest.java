package io.polymongo.internal.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {

    private long now;

    @ParameterizedTest
    @ValueSource(longs = {0, -7, Long.MAX_VALUE - 3, Long.MIN_VALUE})
    void allowsWhatEndsBeforeIt(long begin) {
        now = begin;
        Deadline deadline = Deadline.after(Duration.ofNanos(10), () -> now);
        assertThat(deadline.allows(9)).isTrue();
        assertThat(deadline.allows(10)).isFalse();
        now += 9;
        assertThat(deadline.allows(0)).isTrue();
        now += 1;
        assertThat(deadline.allows(0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 3})
    void theEarlierOneHolds(long begin) {
        now = begin;
        Deadline early = Deadline.after(Duration.ofNanos(10), () -> now);
        Deadline late = Deadline.after(Duration.ofNanos(20), () -> now);
        assertThat(late.cappedBy(early)).isSameAs(early);
        assertThat(early.cappedBy(late)).isSameAs(early);
        assertThat(early.cappedBy(null)).isSameAs(early);
    }

    @Test
    void aLimitOfAgesIsNone() {
        assertThat(Deadline.after(Duration.ofSeconds(Long.MAX_VALUE), () -> now).allows(1_000_000))
                .isTrue();
    }
}
