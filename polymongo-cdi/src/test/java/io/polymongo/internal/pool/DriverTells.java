package io.polymongo.internal.pool;

import com.mongodb.ServerAddress;
import com.mongodb.connection.ClusterConnectionMode;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ClusterId;
import com.mongodb.connection.ClusterSettings;
import com.mongodb.connection.ClusterType;
import com.mongodb.connection.ConnectionId;
import com.mongodb.connection.ConnectionPoolSettings;
import com.mongodb.connection.ServerConnectionState;
import com.mongodb.connection.ServerDescription;
import com.mongodb.connection.ServerId;
import com.mongodb.connection.ServerSettings;
import com.mongodb.connection.ServerType;
import com.mongodb.event.ClusterDescriptionChangedEvent;
import com.mongodb.event.ClusterListener;
import com.mongodb.event.ConnectionCheckOutFailedEvent;
import com.mongodb.event.ConnectionCheckOutStartedEvent;
import com.mongodb.event.ConnectionCheckedInEvent;
import com.mongodb.event.ConnectionCheckedOutEvent;
import com.mongodb.event.ConnectionClosedEvent;
import com.mongodb.event.ConnectionCreatedEvent;
import com.mongodb.event.ConnectionPoolClearedEvent;
import com.mongodb.event.ConnectionPoolClosedEvent;
import com.mongodb.event.ConnectionPoolCreatedEvent;
import com.mongodb.event.ConnectionPoolListener;
import com.mongodb.event.ConnectionPoolReadyEvent;
import com.mongodb.event.ConnectionReadyEvent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells what the driver would, with its own events. */
final class DriverTells {

    private static final ClusterId CLUSTER = new ClusterId();
    private static final ConnectionClosedEvent.Reason IDLE = ConnectionClosedEvent.Reason.IDLE;
    private static final ConnectionCheckOutFailedEvent.Reason TIMEOUT = ConnectionCheckOutFailedEvent.Reason.TIMEOUT;

    private final ConnectionPoolListener pools;
    private ClusterDescription cluster = cluster(List.of());

    DriverTells(ConnectionPoolListener pools) {
        this.pools = pools;
    }

    /** A new one each time, equal to the former of the same address, as the driver's are. */
    private static ServerId id(String server) {
        return new ServerId(CLUSTER, new ServerAddress(server));
    }

    void poolCreated(String server) {
        pools.connectionPoolCreated(new ConnectionPoolCreatedEvent(
                id(server), ConnectionPoolSettings.builder().build()));
    }

    void poolReady(String server) {
        pools.connectionPoolReady(new ConnectionPoolReadyEvent(id(server)));
    }

    void poolCleared(String server) {
        pools.connectionPoolCleared(new ConnectionPoolClearedEvent(id(server)));
    }

    void poolClosed(String server) {
        pools.connectionPoolClosed(new ConnectionPoolClosedEvent(id(server)));
    }

    ConnectionId created(String server) {
        ConnectionId connection = new ConnectionId(id(server));
        pools.connectionCreated(new ConnectionCreatedEvent(connection));
        return connection;
    }

    /** The id that the connection has from its handshake on. */
    ConnectionId ready(ConnectionId connection) {
        ConnectionId shaken = connection.withServerValue(4711);
        pools.connectionReady(new ConnectionReadyEvent(shaken, 1));
        return shaken;
    }

    ConnectionId opened(String server) {
        return ready(created(server));
    }

    void closed(ConnectionId connection) {
        pools.connectionClosed(new ConnectionClosedEvent(connection, IDLE));
    }

    void asks(String server, long operation) {
        pools.connectionCheckOutStarted(new ConnectionCheckOutStartedEvent(id(server), operation));
    }

    void gets(ConnectionId connection, long operation) {
        pools.connectionCheckedOut(new ConnectionCheckedOutEvent(connection, operation, 1));
    }

    void getsNone(String server, long operation) {
        pools.connectionCheckOutFailed(new ConnectionCheckOutFailedEvent(id(server), operation, TIMEOUT, 1));
    }

    void givesBack(ConnectionId connection, long operation) {
        pools.connectionCheckedIn(new ConnectionCheckedInEvent(connection, operation));
    }

    void describes(ClusterListener listener, ServerDescription... servers) {
        ClusterDescription now = cluster(List.of(servers));
        listener.clusterDescriptionChanged(new ClusterDescriptionChangedEvent(CLUSTER, now, cluster));
        cluster = now;
    }

    /** A replica set. */
    static ClusterDescription cluster(List<ServerDescription> servers) {
        return new ClusterDescription(
                ClusterConnectionMode.MULTIPLE,
                ClusterType.REPLICA_SET,
                servers,
                ClusterSettings.builder().build(),
                ServerSettings.builder()
                        .heartbeatFrequency(10, TimeUnit.SECONDS)
                        .build());
    }

    static ServerDescription primary(String server) {
        return member(server, ServerType.REPLICA_SET_PRIMARY);
    }

    static ServerDescription secondary(String server) {
        return member(server, ServerType.REPLICA_SET_SECONDARY);
    }

    private static ServerDescription member(String server, ServerType type) {
        return ServerDescription.builder()
                .address(new ServerAddress(server))
                .state(ServerConnectionState.CONNECTED)
                .type(type)
                .hosts(Set.of(server))
                .ok(true)
                .build();
    }

    static ServerDescription unknown(String server, @Nullable Throwable why) {
        return ServerDescription.builder()
                .address(new ServerAddress(server))
                .state(ServerConnectionState.CONNECTING)
                .type(ServerType.UNKNOWN)
                .ok(false)
                .exception(why)
                .build();
    }
}
