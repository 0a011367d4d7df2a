package io.polymongo;

import io.polymongo.internal.config.ConnectionUri;
import io.polymongo.internal.config.PoolRules;
import io.polymongo.internal.config.Problems;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a named pool is: where its servers are, which databases it holds, how large it is, how long it lives. Immutable,
 * thread-safe. It does not know its own name: where an error names one of its keys, {@code NAME} stands for it.
 *
 * @param uri {@code pools.NAME.uri}, or null for the cluster of the shared pool; a database in it is ignored, the
 *     authentication source is not
 * @param databases {@code pools.NAME.databases}: those that live in this pool; may be empty
 * @param maxSize {@code pools.NAME.max-size}: most connections per server, 0 for no bound; null leaves it to the pool's
 *     own URI, then to {@code pool.max-size}
 * @param minIdle {@code pools.NAME.min-idle}: connections that the driver keeps per server, those in use among them;
 *     null leaves it to the pool's own URI, then to {@code pool.min-idle}
 * @param closeAfterIdle {@code pools.NAME.close-after-idle}: the pool is closed when it was not used for so long, until
 *     it is used again; null for never
 * @param coldStart {@code pools.NAME.cold-start}: whether nothing connects before the first use
 */
public record PoolDefinition(
        @Nullable String uri,
        Set<String> databases,
        @Nullable Integer maxSize,
        @Nullable Integer minIdle,
        @Nullable Duration closeAfterIdle,
        boolean coldStart) {

    /**
     * Copies and validates all components, as far as they can be judged without the rest of the configuration.
     *
     * @throws ConfigurationException with every problem, each with key, value and remedy
     */
    public PoolDefinition {
        databases = Set.copyOf(databases);
        Problems problems = new Problems();
        PoolRules.alone(problems, uri, databases, maxSize, minIdle, closeAfterIdle);
        problems.raise();
    }

    /**
     * A builder with every default in place: a pool on the shared cluster, without a database.
     *
     * @return a new builder
     */
    public static PoolDefinitionBuilder builder() {
        return new PoolDefinitionBuilder();
    }

    /** The components, the URI without its secrets. */
    @Override
    public String toString() {
        return "PoolDefinition[uri=" + (uri == null ? null : ConnectionUri.redacted(uri)) + ", databases=" + databases
                + ", maxSize=" + maxSize + ", minIdle=" + minIdle + ", closeAfterIdle=" + closeAfterIdle
                + ", coldStart=" + coldStart + "]";
    }
}
