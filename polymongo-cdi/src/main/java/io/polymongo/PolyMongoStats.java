package io.polymongo;

import java.util.List;
import java.util.Objects;

/**
 * One immutable snapshot of a {@link PolyMongo}: states and figures, no URIs and no secrets. Made of text, numbers and
 * lists alone, so that JSON-B and Jackson write it as it is.
 *
 * @param state how the shared pool stands towards its cluster
 * @param pools every pool that is defined, also those without a client now; the shared one comes first
 * @param databases the databases that were used through the clients that there are now, by name
 */
public record PolyMongoStats(State state, List<Pool> pools, List<Database> databases) {

    /** Copies the lists. */
    public PolyMongoStats {
        Objects.requireNonNull(state, "state");
        pools = List.copyOf(pools);
        databases = List.copyOf(databases);
    }

    /**
     * A pool's connections over all its servers, counted from the driver's own events; all figures are 0 without a client.
     * The driver's monitoring connections are not among them.
     *
     * @param name the pool's name; {@code shared} for the shared one
     * @param state how it stands towards its cluster
     * @param size connections that exist, in use or not
     * @param inUse connections checked out at this moment
     * @param waiting callers that wait for a connection at this moment
     * @param maxSize most connections for each server; 0 for no bound
     * @param minIdle connections that the driver keeps for each server: its {@code minSize}, which counts those in use
     * @param connectionIdleTimeoutMillis after how many milliseconds a connection that nobody uses is closed; 0 for never
     * @param leases calls, cursors and transactions in progress
     * @param servers the same for each server of the cluster that is known now, by address
     */
    public record Pool(
            String name,
            State state,
            int size,
            int inUse,
            int waiting,
            int maxSize,
            int minIdle,
            long connectionIdleTimeoutMillis,
            long leases,
            List<Server> servers) {

        /** Copies the list. */
        public Pool {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(state, "state");
            servers = List.copyOf(servers);
        }
    }

    /**
     * A pool's connections to one server.
     *
     * @param address the server's, as {@code host:port}
     * @param size connections that exist, in use or not
     * @param inUse connections checked out at this moment
     * @param waiting callers that wait for a connection at this moment
     */
    public record Server(String address, int size, int inUse, int waiting) {

        /** Checks that the address is there. */
        public Server {
            Objects.requireNonNull(address, "address");
        }
    }

    /**
     * A database in use.
     *
     * @param name its name
     * @param pool the pool it is in
     * @param useCount how often it was used through the pool's present client
     * @param leases calls, cursors and transactions in progress on it
     */
    public record Database(String name, String pool, long useCount, long leases) {

        /** Checks that both names are there. */
        public Database {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(pool, "pool");
        }
    }
}
