/**
 * 2: the clients. Imports {@code config}.
 *
 * <p>{@link io.polymongo.internal.pool.Pool} owns one {@code MongoClient}, from the first use until it is closed.
 */
@NullMarked
package io.polymongo.internal.pool;

import org.jspecify.annotations.NullMarked;
