package io.polymongo.sample.observe;

import io.polymongo.PolyMongoEvent;
import io.polymongo.PolyMongoEvent.Failed;
import io.polymongo.PolyMongoEvent.PoolOpened;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.spi.EventMetadata;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Observers of every shape, which note the events that a test publishes and no others. */
@ApplicationScoped
public class EventObservers {

    /** Begins the names of the pools in a test's events. */
    public static final String OURS = "observed-";

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final CountDownLatch gate = new CountDownLatch(1);

    @Inject
    Requested requested;

    void all(@Observes PolyMongoEvent event) {
        note("all", event, "");
    }

    void asynchronously(@ObservesAsync PolyMongoEvent event) {
        note("async", event, "");
    }

    void faulty(@Observes Failed event) {
        // Once is enough: the log has a stack trace of it.
        if (note("faulty", event, "") && event.pool().equals(OURS + "0")) {
            throw new IllegalStateException("an observer of the application failed");
        }
    }

    void blocking(@Observes Failed event) throws InterruptedException {
        if (event.pool().startsWith(OURS)) {
            gate.await();
            note("blocking", event, "");
        }
    }

    void withMetadata(@Observes PoolOpened event, EventMetadata metadata) {
        note("metadata", event, " " + metadata.getType() + metadata.getQualifiers());
    }

    void inARequest(@Observes PoolOpened event) {
        note("request", event, " " + requested.next() + requested.next());
    }

    private boolean note(String observer, PolyMongoEvent event, String more) {
        return event.pool().startsWith(OURS)
                && seen.add(observer + " " + event.pool().substring(OURS.length()) + more);
    }

    List<String> seen(String observer) {
        return seen.stream().filter(line -> line.startsWith(observer + " ")).toList();
    }

    void release() {
        gate.countDown();
    }

    /** Lives as long as an event. */
    @RequestScoped
    public static class Requested {
        private final AtomicInteger calls = new AtomicInteger();

        int next() {
            return calls.incrementAndGet();
        }
    }
}
