package io.polymongo;

import java.util.List;

/**
 * One immutable snapshot of a {@link PolyMongo}, ready to be written as JSON.
 *
 * @param state how it stands towards its cluster
 * @param pools the pools that have a client now; empty before the first use and after {@code disconnect()}
 */
public record PolyMongoStats(State state, List<Pool> pools) {

    /** Copies the list. */
    public PolyMongoStats {
        pools = List.copyOf(pools);
    }

    /**
     * The connections of one pool over all its servers, counted from the driver's own events. The driver's monitoring
     * connections are not among them.
     *
     * @param name the pool's name
     * @param size connections that exist, in use or not
     * @param inUse connections checked out at this moment
     * @param waiting callers that wait for a connection at this moment
     * @param maxSize most connections per server; 0 for no bound
     * @param minSize connections that the driver keeps per server, in use or not
     */
    public record Pool(String name, int size, int inUse, int waiting, int maxSize, int minSize) {}
}
