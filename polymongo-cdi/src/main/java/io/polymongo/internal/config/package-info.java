/**
 * 1: the configuration's keys, their texts and their rules, and the rules for names. Imports nothing of the other
 * internal packages.
 *
 * <p>{@link io.polymongo.internal.config.ConfigKey} is the table of keys, {@link io.polymongo.internal.config.PoolKey}
 * that of named pools';
 * {@link io.polymongo.internal.config.ConfigReader} turns texts into a {@link io.polymongo.PolyMongoConfig}.
 */
@NullMarked
package io.polymongo.internal.config;

import org.jspecify.annotations.NullMarked;
