package io.polymongo.internal.pool;

import com.mongodb.ServerAddress;
import com.mongodb.connection.ConnectionId;
import com.mongodb.event.ConnectionCheckOutFailedEvent;
import com.mongodb.event.ConnectionCheckOutStartedEvent;
import com.mongodb.event.ConnectionCheckedInEvent;
import com.mongodb.event.ConnectionCheckedOutEvent;
import com.mongodb.event.ConnectionClosedEvent;
import com.mongodb.event.ConnectionCreatedEvent;
import com.mongodb.event.ConnectionPoolClosedEvent;
import com.mongodb.event.ConnectionPoolCreatedEvent;
import com.mongodb.event.ConnectionPoolListener;
import io.polymongo.PolyMongoStats;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One client's connections, from the driver's events, which arrive under the driver's locks: nothing here waits.
 * Thread-safe.
 *
 * <p>It keeps in mind who is there, and counts only what changes that: an event that comes twice, too late or never leaves
 * no figure wrong for good. The driver has such events: a server that left the cluster and came back has the address of
 * before, while connections and waiting calls of before are still coming to their end, and a connection that is returned
 * while its pool closes may be forgotten without a word.
 */
final class PoolGauge implements ConnectionPoolListener {

    /** A server from its entry into the cluster until it leaves; compared by identity, since it may come back. */
    private static final class Server {
        final AtomicInteger size = new AtomicInteger();
        final AtomicInteger inUse = new AtomicInteger();
        final AtomicInteger waiting = new AtomicInteger();
    }

    private static final class Connection {

        final Server server;
        private final AtomicBoolean inUse = new AtomicBoolean();

        Connection(Server server) {
            this.server = server;
        }

        void use(boolean now) {
            if (inUse.compareAndSet(!now, now)) {
                server.inUse.addAndGet(now ? 1 : -1);
            }
        }
    }

    private final ConcurrentMap<ServerAddress, Server> servers = new ConcurrentHashMap<>();

    /** By the number that the driver gives each connection; the rest of its id changes with the handshake. */
    private final ConcurrentMap<Long, Connection> connections = new ConcurrentHashMap<>();

    /** Operations that wait for a connection, by their number; one operation waits for one connection at a time. */
    private final ConcurrentMap<Long, Server> waiting = new ConcurrentHashMap<>();

    /** The figures of each server that is in the cluster now, by address. */
    List<PolyMongoStats.Server> servers() {
        return servers.entrySet().stream()
                .map(entry -> figures(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(PolyMongoStats.Server::address))
                .toList();
    }

    private static PolyMongoStats.Server figures(ServerAddress address, Server server) {
        return new PolyMongoStats.Server(
                address.toString(), server.size.get(), server.inUse.get(), server.waiting.get());
    }

    /**
     * Whether every connection to a server that may be is in use, so that a call would have to wait for one.
     *
     * @param maxSize most connections for each server; 0 for no bound
     */
    boolean isExhausted(ServerAddress address, int maxSize) {
        Server server = servers.get(address);
        return server != null && maxSize > 0 && server.inUse.get() >= maxSize;
    }

    @Override
    public void connectionPoolCreated(ConnectionPoolCreatedEvent event) {
        servers.put(event.getServerId().getAddress(), new Server());
    }

    @Override
    public void connectionPoolClosed(ConnectionPoolClosedEvent event) {
        Server gone = servers.remove(event.getServerId().getAddress());
        if (gone != null) {
            connections.values().removeIf(connection -> connection.server == gone);
            waiting.values().removeIf(server -> server == gone);
        }
    }

    @Override
    public void connectionCreated(ConnectionCreatedEvent event) {
        Server server = servers.get(event.getConnectionId().getServerId().getAddress());
        if (server != null) {
            server.size.incrementAndGet();
            connections.put(event.getConnectionId().getLocalValue(), new Connection(server));
        }
    }

    @Override
    public void connectionClosed(ConnectionClosedEvent event) {
        Connection connection = connections.remove(event.getConnectionId().getLocalValue());
        if (connection != null) {
            connection.use(false);
            connection.server.size.decrementAndGet();
        }
    }

    @Override
    public void connectionCheckOutStarted(ConnectionCheckOutStartedEvent event) {
        Server server = servers.get(event.getServerId().getAddress());
        if (server != null) {
            server.waiting.incrementAndGet();
            waitsNoMore(waiting.put(event.getOperationId(), server));
        }
    }

    @Override
    public void connectionCheckOutFailed(ConnectionCheckOutFailedEvent event) {
        waitsNoMore(waiting.remove(event.getOperationId()));
    }

    @Override
    public void connectionCheckedOut(ConnectionCheckedOutEvent event) {
        waitsNoMore(waiting.remove(event.getOperationId()));
        use(event.getConnectionId(), true);
    }

    @Override
    public void connectionCheckedIn(ConnectionCheckedInEvent event) {
        use(event.getConnectionId(), false);
    }

    private static void waitsNoMore(@Nullable Server server) {
        if (server != null) {
            server.waiting.decrementAndGet();
        }
    }

    private void use(ConnectionId id, boolean inUse) {
        Connection connection = connections.get(id.getLocalValue());
        if (connection != null) {
            connection.use(inUse);
        }
    }
}
