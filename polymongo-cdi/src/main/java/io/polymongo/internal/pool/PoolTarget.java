package io.polymongo.internal.pool;

import io.polymongo.PoolDefinition;
import io.polymongo.internal.config.Effective;

/**
 * Where a pool's client connects to, and how.
 *
 * @param definition what was defined
 * @param effective the values in force, the URI or {@code embedded} among them
 * @param server the embedded server to start where the URI says so
 */
record PoolTarget(PoolDefinition definition, Effective effective, OwnedServer server) {}
