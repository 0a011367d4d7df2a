package io.polymongo.internal.observe;

import io.polymongo.PolyMongoEvent;
import io.polymongo.internal.log.Log;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One listener and the events that it has not had yet. While there are any, it has a thread, and only one, which calls
 * the listener for one after the other in the order they came. Thread-safe.
 */
final class EventQueue {

    /** How many events wait for a listener that is busy. */
    static final int CAPACITY = 256;

    private final String name;
    private final Predicate<PolyMongoEvent> wanted;
    private final Consumer<? super PolyMongoEvent> listener;
    private final Executor threads;
    private final Log log;
    private final @Nullable ClassLoader application;
    private final BlockingQueue<PolyMongoEvent> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicBoolean hasThread = new AtomicBoolean();

    /** What was lost since the listener fell behind; it did not while this is 0. */
    private final AtomicLong lost = new AtomicLong();

    private volatile @Nullable Thread thread;
    private volatile boolean forgotten;

    /**
     * Makes a queue that is empty.
     *
     * @param name the listener's, for the log
     * @param wanted which events the listener takes; quick, since it is asked by who publishes them
     * @param threads starts a thread for each queue that needs one
     */
    EventQueue(
            String name,
            Predicate<PolyMongoEvent> wanted,
            Consumer<? super PolyMongoEvent> listener,
            Executor threads,
            Log log) {
        this.name = name;
        this.wanted = wanted;
        this.listener = listener;
        this.threads = threads;
        this.log = log;
        this.application = Thread.currentThread().getContextClassLoader();
    }

    /** Leaves an event for the listener, or drops it where too many wait. Returns at once and throws nothing. */
    void offer(PolyMongoEvent event) {
        if (forgotten || !wanted.test(event)) {
            return;
        }
        if (!waiting.offer(event)) {
            drop();
        }
        if (hasThread.compareAndSet(false, true) && !isStarted(this::deliver)) {
            hasThread.set(false);
        }
    }

    /** Not even a machine without a thread to spare may harm who publishes; the next event tries again. */
    private boolean isStarted(Runnable work) {
        try {
            threads.execute(work);
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            return false;
        }
    }

    private void drop() {
        if (lost.getAndIncrement() == 0) {
            // The log is written elsewhere: who publishes may hold locks.
            isStarted(() -> log.warning("the listener " + name + " is behind by " + CAPACITY
                    + " events; those that come now are dropped for it"));
        }
    }

    private void deliver() {
        Thread self = Thread.currentThread();
        ClassLoader before = self.getContextClassLoader();
        self.setContextClassLoader(application);
        try {
            do {
                deliverWaiting();
                // An event that came at the end found that there was a thread.
            } while (!waiting.isEmpty() && hasThread.compareAndSet(false, true));
        } finally {
            self.setContextClassLoader(before);
        }
    }

    private void deliverWaiting() {
        thread = Thread.currentThread();
        try {
            for (PolyMongoEvent next = waiting.poll(); next != null; next = waiting.poll()) {
                if (!forgotten) {
                    deliver(next);
                    sayWhatWasLost();
                }
            }
        } finally {
            thread = null;
            hasThread.set(false);
        }
    }

    private void deliver(PolyMongoEvent event) {
        try {
            listener.accept(event);
        } catch (Throwable e) {
            // Whatever it is, an error of a listener's class, too: the next event is delivered.
            log.warning(
                    "the listener " + name + " failed on " + event.getClass().getSimpleName(), e);
        } finally {
            // A mark that it left is not meant for the next.
            Thread.interrupted();
        }
    }

    /** Once half of the queue is free: a listener that is a little too slow does not get a line for each event. */
    private void sayWhatWasLost() {
        if (waiting.remainingCapacity() >= CAPACITY / 2) {
            long count = lost.getAndSet(0);
            if (count > 0) {
                log.warning("the listener " + name + " takes events again; " + count + " were dropped");
            }
        }
    }

    /** No further event is delivered; one that is being delivered goes on. */
    void forget() {
        forgotten = true;
        waiting.clear();
    }

    /** How many events it has not had yet, without the one that it is having. */
    int size() {
        return waiting.size();
    }

    /** The listener's, for the log. */
    String name() {
        return name;
    }

    /** Whether the listener is the caller. */
    boolean isOnItsThread() {
        return thread == Thread.currentThread();
    }
}
