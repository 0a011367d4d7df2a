package io.polymongo.internal.observe;

import io.polymongo.ErrorId;
import io.polymongo.NotConnectedException;
import io.polymongo.PolyMongoEvent;
import io.polymongo.internal.log.Log;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Hands events over to listeners, each with a queue and, while it has something in it, a thread of its own: who publishes
 * is not kept up, and no listener waits for another. Thread-safe.
 */
public final class EventHub implements Consumer<PolyMongoEvent>, AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final Log log;
    private final Duration farewell;
    private final List<EventQueue> queues = new CopyOnWriteArrayList<>();
    private final ReentrantLock lifecycle = new ReentrantLock();
    private final ThreadPoolExecutor threads;
    private boolean closed;

    /** Makes a hub without listeners, and without a thread. */
    public EventHub(Log log) {
        this(log, FAREWELL);
    }

    /** Another bound than a second for what {@link #close} delivers. */
    EventHub(Log log, Duration farewell) {
        this.log = log;
        this.farewell = farewell;
        // As many threads as there are listeners with something to do, and one more for a line in the log.
        this.threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new SynchronousQueue<>(),
                EventHub::thread);
    }

    /** Nothing of the thread that happens to publish first passes on to it. */
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "polymongo-events", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(EventHub.class.getClassLoader());
        return thread;
    }

    /** Publishes an event; returns at once and throws nothing. After {@link #close} it does nothing. */
    @Override
    public void accept(PolyMongoEvent event) {
        for (EventQueue queue : queues) {
            queue.offer(event);
        }
    }

    /** As {@link io.polymongo.PolyMongo#onEvent}. */
    public AutoCloseable subscribe(Consumer<? super PolyMongoEvent> listener) {
        return subscribe(listener.getClass().getName(), event -> true, listener);
    }

    /**
     * Subscribes a listener to some events. It runs with the caller's context class loader.
     *
     * @param name the listener's, for the log
     * @param wanted which events; quick, since it is asked by who publishes them, and throws nothing
     * @return ends the subscription and forgets what the listener has not had yet; further calls do nothing
     * @throws NotConnectedException after {@link #close}
     */
    public Subscription subscribe(
            String name, Predicate<PolyMongoEvent> wanted, Consumer<? super PolyMongoEvent> listener) {
        EventQueue queue = new EventQueue(name, wanted, listener, threads, log);
        lifecycle.lock();
        try {
            if (closed) {
                throw new NotConnectedException(ErrorId.CLOSED, "this PolyMongo was closed; make a new one");
            }
            queues.add(queue);
        } finally {
            lifecycle.unlock();
        }
        return () -> {
            queues.remove(queue);
            queue.forget();
        };
    }

    /** A listener that is subscribed, until this is closed. */
    public interface Subscription extends AutoCloseable {

        @Override
        void close();
    }

    /**
     * Delivers what is waiting, for a second at most, and ends the threads; a listener that is still busy then is
     * interrupted. Does not wait where a listener calls it. Further calls do nothing.
     */
    @Override
    public void close() {
        lifecycle.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            lifecycle.unlock();
        }
        List<EventQueue> last = List.copyOf(queues);
        queues.clear();
        threads.shutdown();
        if (last.stream().anyMatch(EventQueue::isOnItsThread)) {
            thread(() -> end(last)).start();
        } else {
            end(last);
        }
    }

    private void end(List<EventQueue> last) {
        boolean interrupted = false;
        boolean ended = false;
        try {
            ended = threads.awaitTermination(farewell.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (!ended) {
            for (EventQueue queue : last) {
                sayWhatIsForgotten(queue);
            }
            threads.shutdownNow();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void sayWhatIsForgotten(EventQueue queue) {
        int forgotten = queue.size();
        queue.forget();
        if (forgotten > 0) {
            log.warning("the listener " + queue.name() + " was too slow for the end: " + forgotten
                    + " events are not delivered");
        }
    }
}
