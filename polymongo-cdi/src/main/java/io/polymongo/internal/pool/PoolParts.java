package io.polymongo.internal.pool;

import io.polymongo.PolyMongoEvent;
import io.polymongo.internal.log.Log;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What all pools of one {@code PolyMongo} share.
 *
 * @param settings makes the settings of clients
 * @param factory makes clients
 * @param gate whether there may be clients
 * @param budget how many there may be
 * @param cursors what is open between calls
 * @param housekeeping looks after idle pools and cursors
 * @param events told of what happens to pools
 * @param log where lines are written to
 * @param ticker the time in nanoseconds
 */
record PoolParts(
        ClientSettings settings,
        ClientFactory factory,
        Gate gate,
        Budget budget,
        OpenCursors cursors,
        Housekeeping housekeeping,
        Consumer<PolyMongoEvent> events,
        Log log,
        LongSupplier ticker) {}
