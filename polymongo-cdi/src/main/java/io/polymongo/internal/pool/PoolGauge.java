package io.polymongo.internal.pool;

import com.mongodb.connection.ConnectionId;
import com.mongodb.event.ConnectionCheckOutFailedEvent;
import com.mongodb.event.ConnectionCheckOutStartedEvent;
import com.mongodb.event.ConnectionCheckedInEvent;
import com.mongodb.event.ConnectionCheckedOutEvent;
import com.mongodb.event.ConnectionClosedEvent;
import com.mongodb.event.ConnectionCreatedEvent;
import com.mongodb.event.ConnectionPoolListener;
import com.mongodb.event.ConnectionReadyEvent;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts one client's connections from the driver's events, which arrive under the driver's locks: nothing here waits.
 */
final class PoolGauge implements ConnectionPoolListener {

    private final AtomicInteger size = new AtomicInteger();
    private final AtomicInteger inUse = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Set<ConnectionId> ready = ConcurrentHashMap.newKeySet();

    int size() {
        return size.get();
    }

    int inUse() {
        return inUse.get();
    }

    int waiting() {
        return waiting.get();
    }

    /** Whether a connection is there that was opened and authenticated. */
    boolean hasReadyConnection() {
        return !ready.isEmpty();
    }

    @Override
    public void connectionCreated(ConnectionCreatedEvent event) {
        size.incrementAndGet();
    }

    @Override
    public void connectionReady(ConnectionReadyEvent event) {
        ready.add(event.getConnectionId());
    }

    @Override
    public void connectionClosed(ConnectionClosedEvent event) {
        size.decrementAndGet();
        ready.remove(event.getConnectionId());
    }

    @Override
    public void connectionCheckOutStarted(ConnectionCheckOutStartedEvent event) {
        waiting.incrementAndGet();
    }

    @Override
    public void connectionCheckOutFailed(ConnectionCheckOutFailedEvent event) {
        waiting.decrementAndGet();
    }

    @Override
    public void connectionCheckedOut(ConnectionCheckedOutEvent event) {
        waiting.decrementAndGet();
        inUse.incrementAndGet();
    }

    @Override
    public void connectionCheckedIn(ConnectionCheckedInEvent event) {
        inUse.decrementAndGet();
    }
}
