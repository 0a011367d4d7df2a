package io.polymongo.it.transaction;

import io.polymongo.internal.tx.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only while a transaction pauses, or as a test says; chance always gives a half. */
final class FakeTime {

    static final double CHANCE = 0.5;

    private final List<Duration> pauses = new ArrayList<>();
    private long now = Long.MAX_VALUE - 1;
    private Runnable duringPauses = () -> {};

    Timing timing() {
        return new Timing(() -> now, () -> CHANCE, this::pause);
    }

    private void pause(long nanos) throws InterruptedException {
        pauses.add(Duration.ofNanos(nanos));
        now += nanos;
        duringPauses.run();
        if (Thread.interrupted()) {
            throw new InterruptedException("while pausing");
        }
    }

    void pass(Duration time) {
        now += time.toNanos();
    }

    void duringPauses(Runnable action) {
        duringPauses = action;
    }

    List<Duration> pauses() {
        return pauses;
    }
}
