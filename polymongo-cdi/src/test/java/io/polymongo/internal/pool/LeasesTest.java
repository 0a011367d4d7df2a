package io.polymongo.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeasesTest {

    private static final int THREADS = 8;
    private static final int ROUNDS = 2_000;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void countsWhatIsOutAndHowOftenItWasTaken() {
        Leases leases = new Leases();
        assertThat(leases.take()).isTrue();
        assertThat(leases.takeWithin()).isTrue();
        assertThat(leases.count()).isEqualTo(2);
        assertThat(leases.uses()).isEqualTo(1);
        assertThat(leases.giveBack()).isFalse();
        assertThat(leases.giveBack()).as("nobody waits").isFalse();
        assertThat(leases.count()).isZero();
    }

    @Test
    void refusesNewWorkButNotWhatIsWithin() {
        Leases leases = new Leases();
        leases.take();
        leases.refuse();
        assertThat(leases.take()).isFalse();
        assertThat(leases.takeWithin()).isTrue();
        assertThat(leases.giveBack()).isFalse();
        assertThat(leases.giveBack()).as("the last one").isTrue();
        assertThat(leases.uses()).as("a refusal is no use").isEqualTo(1);

        leases.admit();
        assertThat(leases.take()).isTrue();
        leases.end();
        assertThat(leases.take()).isFalse();
        assertThat(leases.takeWithin()).isFalse();
        assertThat(leases.count()).isEqualTo(1);
        assertThat(leases.giveBack()).isTrue();
    }

    @Test
    void endsIdleOnesOnly() {
        Leases leases = new Leases();
        leases.take();
        assertThat(leases.endIfIdle()).isFalse();
        assertThat(leases.take()).isTrue();
        leases.giveBack();
        leases.giveBack();
        assertThat(leases.endIfIdle()).isTrue();
        assertThat(leases.isEnded()).isTrue();
        assertThat(leases.take()).isFalse();
    }

    @Test
    void afterRefusingNobodyIsLetIn() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Leases leases = new Leases();
            AtomicBoolean refused = new AtomicBoolean();
            AtomicInteger late = new AtomicInteger();
            AtomicInteger within = new AtomicInteger();
            AtomicInteger lastOnes = new AtomicInteger();
            together(
                    () -> {
                        boolean after = refused.get();
                        boolean taken = leases.take();
                        if (taken) {
                            within.incrementAndGet();
                            if (after) {
                                late.incrementAndGet();
                            }
                            within.decrementAndGet();
                            if (leases.giveBack()) {
                                lastOnes.incrementAndGet();
                            }
                        }
                    },
                    () -> {
                        leases.refuse();
                        refused.set(true);
                        while (leases.count() > 0) {
                            Thread.onSpinWait();
                        }
                        assertThat(within.get()).isZero();
                    });
            assertThat(late.get()).isZero();
            assertThat(leases.count()).isZero();
            assertThat(leases.uses()).isBetween(0L, (long) THREADS);
        }
    }

    @Test
    void whoFindsNobodyWithinLetsNobodyInAnyMore() throws Exception {
        AtomicLong ended = new AtomicLong();
        for (int round = 0; round < ROUNDS; round++) {
            Leases leases = new Leases();
            AtomicInteger within = new AtomicInteger();
            AtomicBoolean isOver = new AtomicBoolean();
            together(
                    () -> {
                        if (leases.take()) {
                            within.incrementAndGet();
                            assertThat(isOver.get()).isFalse();
                            within.decrementAndGet();
                            leases.giveBack();
                        }
                    },
                    () -> {
                        if (leases.endIfIdle()) {
                            isOver.set(true);
                            ended.incrementAndGet();
                            assertThat(within.get()).isZero();
                        }
                    });
            assertThat(leases.count()).isZero();
        }
        assertThat(ended.get()).as("both outcomes are to be seen").isPositive();
    }

    /** The work on all threads but one, and what is to happen in its midst on that one. */
    private void together(Runnable work, Runnable amidst) throws Exception {
        CyclicBarrier together = new CyclicBarrier(THREADS + 1);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i <= THREADS; i++) {
            Runnable own = i == 0 ? amidst : work;
            running.add(threads.submit(() -> {
                together.await();
                own.run();
                return null;
            }));
        }
        for (Future<?> each : running) {
            each.get();
        }
    }
}
