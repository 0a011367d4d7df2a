package io.polymongo.internal.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs at once what shall run at once, and what shall run later when the test says so. Used by one thread at a time. */
final class FakeScheduler extends ScheduledThreadPoolExecutor {

    private record Planned(Duration delay, FutureTask<Void> task) {}

    private final List<Duration> delays = new ArrayList<>();
    private final List<Planned> planned = new ArrayList<>();

    FakeScheduler(int threads) {
        super(threads);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        if (delay == 0) {
            return super.schedule(command, delay, unit);
        }
        // Never by itself; only its cancelling counts.
        ScheduledFuture<?> handle = super.schedule(command, 1, TimeUnit.DAYS);
        Duration after = Duration.ofNanos(unit.toNanos(delay));
        delays.add(after);
        planned.add(new Planned(
                after,
                new FutureTask<>(
                        () -> {
                            if (!handle.isCancelled()) {
                                command.run();
                            }
                        },
                        null)));
        return handle;
    }

    /** Every delay that was asked for so far. */
    List<Duration> delays() {
        return List.copyOf(delays);
    }

    /** Runs what is planned at present; whether there was anything. */
    boolean pass() {
        List<Planned> due = List.copyOf(planned);
        planned.clear();
        due.forEach(each -> each.task().run());
        return !due.isEmpty();
    }
}
