package io.polymongo.embedded.internal.fault;

import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.MustWait;
import io.polymongo.embedded.internal.command.Request;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What every command passes: it may be shut, so that they wait, and passing may take time. Thread-safe. */
final class Gate {

    private final Sleeper sleeper;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private boolean shut;
    private volatile Duration latency = Duration.ZERO;

    Gate(Sleeper sleeper) {
        this.sleeper = sleeper;
    }

    void pass(Request request) {
        awaitOpen(request);
        Duration time = latency;
        if (!time.isZero()) {
            wait(request, time);
        }
    }

    void shut() {
        lock.lock();
        try {
            shut = true;
        } finally {
            lock.unlock();
        }
    }

    void open() {
        lock.lock();
        try {
            shut = false;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void latency(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a latency cannot be negative: " + time);
        }
        latency = time;
    }

    void wait(Request request, Duration time) {
        if (!request.mayWait()) {
            throw new MustWait();
        }
        try {
            sleeper.sleep(time);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private void awaitOpen(Request request) {
        lock.lock();
        try {
            while (shut) {
                if (!request.mayWait()) {
                    throw new MustWait();
                }
                opened.await();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
    }

    private static CommandError interrupted() {
        Thread.currentThread().interrupt();
        return new CommandError(ErrorCode.INTERRUPTED_AT_SHUTDOWN, "interrupted at shutdown");
    }
}
