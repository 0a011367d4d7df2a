package io.polymongo.internal.pool;

import com.mongodb.MongoException;
import com.mongodb.ReadPreference;
import com.mongodb.connection.ClusterConnectionMode;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ServerDescription;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Where a client would send a call, by what the driver knows of its cluster; asks nobody. */
final class Selection {

    /** How late a server's sign of life may be beyond the driver's frequency: machines are busy. */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(5);

    private Selection() {}

    /** The servers that a read may go to; none where one would have to wait for a server. */
    static List<ServerDescription> servers(ClusterDescription cluster, ReadPreference preference) {
        if (cluster.getConnectionMode() != ClusterConnectionMode.MULTIPLE) {
            return cluster.getServerDescriptions().stream()
                    .filter(ServerDescription::isOk)
                    .toList();
        }
        try {
            return preference.choose(cluster);
        } catch (MongoException e) {
            // A preference that this cluster cannot serve, such as too short a staleness: a call would be told the
            // same.
            return List.of();
        }
    }

    /**
     * Whether a call would wait for a connection and not for a server: each server that it may go to was heard of lately,
     * and has all its connections in use.
     *
     * @param maxSize most connections for each server; 0 for no bound
     * @param now {@link System#nanoTime}
     */
    static boolean isExhausted(
            ClusterDescription cluster, ReadPreference preference, PoolGauge gauge, int maxSize, long now) {
        List<ServerDescription> servers = servers(cluster, preference);
        return !servers.isEmpty()
                && servers.stream()
                        .allMatch(server ->
                                isFresh(cluster, server, now) && gauge.isExhausted(server.getAddress(), maxSize));
    }

    /** Nobody watches the servers behind a load balancer: what is known of it never changes. */
    private static boolean isFresh(ClusterDescription cluster, ServerDescription server, long now) {
        long frequency = cluster.getServerSettings().getHeartbeatFrequency(TimeUnit.NANOSECONDS);
        return cluster.getConnectionMode() == ClusterConnectionMode.LOAD_BALANCED
                || now - server.getLastUpdateTime(TimeUnit.NANOSECONDS) <= frequency + GRACE;
    }
}
