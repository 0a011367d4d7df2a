package io.polymongo.internal.pool;

import com.mongodb.MongoClientSettings;
import com.mongodb.ReadPreference;
import com.mongodb.ServerAddress;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ServerDescription;
import com.mongodb.event.ClusterDescriptionChangedEvent;
import com.mongodb.event.ClusterListener;
import com.mongodb.event.ConnectionPoolClearedEvent;
import com.mongodb.event.ConnectionPoolClosedEvent;
import com.mongodb.event.ConnectionPoolListener;
import com.mongodb.event.ConnectionPoolReadyEvent;
import com.mongodb.event.ConnectionReadyEvent;
import io.polymongo.PolyMongoEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether one client is connected: a server can be selected, and since its servers were last all out of reach, a
 * connection became ready, which is what shows that the credentials are right, as the driver's monitors do not
 * authenticate. Connections that are closed for being idle change nothing. Publishes each transition, in order.
 *
 * <p>Thread-safe. The driver tells of its pools under its locks, and of its cluster from a thread of its own, a little
 * later: here are flags only, and the consumer hands over and does not work.
 */
final class Connectivity implements ClusterListener, ConnectionPoolListener {

    private final String pool;
    private final Consumer<? super PolyMongoEvent> events;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    /** The servers whose pools the driver keeps ready, and whether a connection to each became ready since. */
    private final Map<ServerAddress, Boolean> reached = new HashMap<>();

    /** The servers whose failure was told, and whether it is one of credentials. */
    private final Map<String, Boolean> failing = new HashMap<>();

    private volatile ReadPreference preference = ReadPreference.primary();
    private volatile boolean proven;
    private boolean selectable;
    private boolean connected;
    private boolean retired;

    /**
     * Knows of no server yet.
     *
     * @param pool the pool's name, for the events
     * @param events takes events over; returns at once and throws nothing
     */
    Connectivity(String pool, Consumer<? super PolyMongoEvent> events, InstantSource clock) {
        this.pool = pool;
        this.events = events;
        this.clock = clock;
    }

    /** Takes note of where the client reads, before it is made. */
    void settled(MongoClientSettings settings) {
        preference = settings.getReadPreference();
    }

    /**
     * Whether the client is connected.
     *
     * @param now what it knows of its cluster at this moment, which may be more than it has told
     */
    boolean isConnected(ClusterDescription now) {
        return proven && !Selection.servers(now, preference).isEmpty();
    }

    /**
     * Publishes nothing from now on.
     *
     * @return whether {@link PolyMongoEvent.Connected} was the last that was said of the two
     */
    boolean retire() {
        lock.lock();
        try {
            retired = true;
            return connected;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void clusterDescriptionChanged(ClusterDescriptionChangedEvent event) {
        ClusterDescription now = event.getNewDescription();
        boolean canServe = !Selection.servers(now, preference).isEmpty();
        change(() -> {
            selectable = canServe;
            now.getServerDescriptions().forEach(this::look);
            tellOnce("SRV", now.getSrvResolutionException());
        });
    }

    private void look(ServerDescription server) {
        Throwable failure = server.getException();
        if (failure != null && FailureReason.isAboutCredentials(failure)) {
            // Other servers may be in reach, but the credentials are proven no more; unless this very server took them
            // meanwhile, since the driver tells of its cluster late.
            proven = proven && reached.getOrDefault(server.getAddress(), false);
        }
        tellOnce(server.getAddress().toString(), failure);
    }

    /** A failure is told once until it is over: that of credentials when a connection is ready, others when all is well. */
    private void tellOnce(String server, @Nullable Throwable failure) {
        if (failure == null) {
            failing.remove(server, false);
        } else if (!FailureReason.isAnAnswer(failure)) {
            boolean credentials = FailureReason.isAboutCredentials(failure);
            Boolean before = failing.put(server, credentials || failing.getOrDefault(server, false));
            if (before == null || (credentials && !before)) {
                publish(new PolyMongoEvent.Failed(pool, clock.instant(), server + ": " + FailureReason.of(failure)));
            }
        }
    }

    @Override
    public void connectionPoolReady(ConnectionPoolReadyEvent event) {
        ServerAddress server = event.getServerId().getAddress();
        change(() -> reached.put(server, false));
    }

    @Override
    public void connectionPoolCleared(ConnectionPoolClearedEvent event) {
        // Behind a load balancer, one service of many is meant, and the others go on.
        if (event.getServiceId() == null) {
            lost(event.getServerId().getAddress());
        }
    }

    @Override
    public void connectionPoolClosed(ConnectionPoolClosedEvent event) {
        lost(event.getServerId().getAddress());
    }

    private void lost(ServerAddress server) {
        change(() -> {
            reached.remove(server);
            proven = proven && !reached.isEmpty();
        });
    }

    @Override
    public void connectionReady(ConnectionReadyEvent event) {
        ServerAddress server = event.getConnectionId().getServerId().getAddress();
        change(() -> {
            // One that was begun before its server was lost, and got ready only now, is about to be closed.
            if (reached.replace(server, true) != null) {
                proven = true;
                failing.remove(server.toString());
            }
        });
    }

    private void change(Runnable flags) {
        lock.lock();
        try {
            flags.run();
            boolean now = selectable && proven;
            if (now != connected && !retired) {
                connected = now;
                Instant at = clock.instant();
                publish(now ? new PolyMongoEvent.Connected(pool, at) : new PolyMongoEvent.Disconnected(pool, at));
            }
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held, so that the order of the events is that of the transitions. */
    private void publish(PolyMongoEvent event) {
        if (!retired) {
            events.accept(event);
        }
    }
}
