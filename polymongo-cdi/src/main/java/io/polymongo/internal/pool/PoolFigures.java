package io.polymongo.internal.pool;

import com.mongodb.connection.ConnectionPoolSettings;
import io.polymongo.PolyMongoStats;
import io.polymongo.State;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Puts a pool's statistics together, so that its sums are those of the servers that it shows. */
final class PoolFigures {

    private PoolFigures() {}

    /**
     * The statistics of a pool.
     *
     * @param limits what the driver was told, or would be
     * @param leases calls, cursors and transactions in progress
     * @param servers from {@link PoolGauge#servers}; empty without a client
     */
    static PolyMongoStats.Pool of(
            String name, State state, ConnectionPoolSettings limits, long leases, List<PolyMongoStats.Server> servers) {
        return new PolyMongoStats.Pool(
                name,
                state,
                sum(servers, PolyMongoStats.Server::size),
                sum(servers, PolyMongoStats.Server::inUse),
                sum(servers, PolyMongoStats.Server::waiting),
                limits.getMaxSize(),
                limits.getMinSize(),
                limits.getMaxConnectionIdleTime(TimeUnit.MILLISECONDS),
                leases,
                servers);
    }

    /** The statistics of a pool that has a client. */
    static PolyMongoStats.Pool of(String name, State state, OpenClient client) {
        ClientSigns signs = client.signs();
        return of(
                name,
                state,
                signs.limits(),
                client.databases().leases(),
                signs.gauge().servers());
    }

    /** The statistics of the databases that are in use on a client. */
    static Stream<PolyMongoStats.Database> ofDatabases(String pool, OpenDatabases databases) {
        return databases.all().stream()
                .filter(database -> database.leases().uses() > 0)
                .map(database -> new PolyMongoStats.Database(
                        database.name(),
                        pool,
                        database.leases().uses(),
                        database.leases().count()));
    }

    private static int sum(List<PolyMongoStats.Server> servers, ToIntFunction<PolyMongoStats.Server> figure) {
        return servers.stream().mapToInt(figure).sum();
    }
}
