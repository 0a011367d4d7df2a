package io.polymongo.internal.pool;

/**
 * A database and the pool that it belongs to: all that a call needs to know of where it goes.
 *
 * @param pool its pool
 * @param name its name, checked
 */
public record PooledDatabase(Pool pool, String name) {}
