/**
 * 2: the clients, which database is on which, and the leases that keep a client open while work is in progress. Imports
 * {@code log} and {@code config}.
 *
 * <p>{@link io.polymongo.internal.pool.PoolRegistry} knows all pools; a {@link io.polymongo.internal.pool.Pool} owns one
 * {@code MongoClient} after the other; {@link io.polymongo.internal.pool.DatabaseAddress} is where a handle's calls go.
 */
@NullMarked
package io.polymongo.internal.pool;

import org.jspecify.annotations.NullMarked;
