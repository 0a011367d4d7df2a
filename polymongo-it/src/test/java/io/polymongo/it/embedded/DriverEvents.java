package io.polymongo.it.embedded;

import com.mongodb.MongoClientSettings;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ServerDescription;
import com.mongodb.connection.ServerType;
import com.mongodb.event.ClusterDescriptionChangedEvent;
import com.mongodb.event.ClusterListener;
import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import com.mongodb.event.ConnectionClosedEvent;
import com.mongodb.event.ConnectionPoolClearedEvent;
import com.mongodb.event.ConnectionPoolListener;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What a driver knows and does: the primary that it sees, the commands that it sends, the connections that it loses. */
final class DriverEvents implements ClusterListener, ConnectionPoolListener, CommandListener {

    private final Map<String, AtomicInteger> sent = new ConcurrentHashMap<>();
    private final Map<String, Runnable> afterFailures = new ConcurrentHashMap<>();
    private final AtomicInteger closedConnections = new AtomicInteger();
    private final AtomicInteger clearedPools = new AtomicInteger();
    private volatile Optional<ClusterDescription> cluster = Optional.empty();

    void listenTo(MongoClientSettings.Builder settings) {
        settings.addCommandListener(this)
                .applyToClusterSettings(cluster -> cluster.addClusterListener(this))
                .applyToConnectionPoolSettings(pool -> pool.addConnectionPoolListener(this));
    }

    /** The port of the primary that the driver sees. */
    OptionalInt primaryPort() {
        return cluster.stream()
                .flatMap(seen -> seen.getServerDescriptions().stream())
                .filter(member -> member.getType() == ServerType.REPLICA_SET_PRIMARY)
                .map(ServerDescription::getAddress)
                .mapToInt(address -> address.getPort())
                .findFirst();
    }

    /** Whether the driver has heard of so many members what they are. */
    boolean knows(int members) {
        return cluster.stream()
                        .flatMap(seen -> seen.getServerDescriptions().stream())
                        .filter(member -> member.getType() != ServerType.UNKNOWN)
                        .count()
                == members;
    }

    int sent(String command) {
        return counter(command).get();
    }

    int closedConnections() {
        return closedConnections.get();
    }

    int clearedPools() {
        return clearedPools.get();
    }

    /**
     * Does something once, after the next command of a name has failed, be it by its write concern alone, and before the
     * driver repeats it.
     */
    void afterNextFailure(String command, Runnable action) {
        afterFailures.put(command, action);
    }

    @Override
    public void clusterDescriptionChanged(ClusterDescriptionChangedEvent event) {
        cluster = Optional.of(event.getNewDescription());
    }

    @Override
    public void connectionClosed(ConnectionClosedEvent event) {
        closedConnections.incrementAndGet();
    }

    @Override
    public void connectionPoolCleared(ConnectionPoolClearedEvent event) {
        clearedPools.incrementAndGet();
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        counter(event.getCommandName()).incrementAndGet();
    }

    @Override
    public void commandSucceeded(CommandSucceededEvent event) {
        if (event.getResponse().containsKey("writeConcernError")) {
            failed(event.getCommandName());
        }
    }

    @Override
    public void commandFailed(CommandFailedEvent event) {
        failed(event.getCommandName());
    }

    private void failed(String command) {
        Runnable action = afterFailures.remove(command);
        if (action != null) {
            action.run();
        }
    }

    private AtomicInteger counter(String command) {
        return sent.computeIfAbsent(command, name -> new AtomicInteger());
    }
}
