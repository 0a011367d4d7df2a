package io.polymongo;

import io.polymongo.internal.config.ConfigReader;
import io.polymongo.internal.config.ConfigRules;
import io.polymongo.internal.config.PoolRules;
import io.polymongo.internal.config.Problems;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The configuration as one immutable, validated value; {@code src/docs/reference/configuration.md} describes each key.
 *
 * @param connection the cluster and how it is reached
 * @param pool the shared connection pool, and what named pools take from it
 * @param pools the named pools, by name; immutable, in the order of names
 * @param budget what all pools together may take
 * @param tenant who is served, and where tenants live
 * @param transaction transactions
 * @param health the readiness check
 * @param log what is logged
 * @param metadataDatabase where PolyMongo keeps its own data ({@code metadata-database}), or null for nowhere
 */
public record PolyMongoConfig(
        ConnectionConfig connection,
        PoolConfig pool,
        Map<String, PoolDefinition> pools,
        BudgetConfig budget,
        TenantConfig tenant,
        TransactionConfig transaction,
        HealthConfig health,
        LogConfig log,
        @Nullable String metadataDatabase) {

    /**
     * Copies the pools, and validates what the parts could not see alone.
     *
     * @throws ConfigurationException with every problem, each with key, value and remedy
     */
    public PolyMongoConfig {
        pools = Collections.unmodifiableMap(new TreeMap<>(pools));
        Problems problems = new Problems();
        ConfigRules.acrossParts(problems, connection, pool, tenant, metadataDatabase);
        PoolRules.acrossPools(problems, connection, pool, budget, pools);
        problems.raise();
    }

    /**
     * A builder with every default in place.
     *
     * @return a new builder
     */
    public static PolyMongoConfigBuilder builder() {
        return new PolyMongoConfigBuilder();
    }

    /**
     * Reads a configuration from texts, as they would stand in {@code microprofile-config.properties}.
     *
     * @param properties keys with the prefix {@code polymongo.}, and values; others are passed over
     * @return the configuration
     * @throws ConfigurationException with every problem, each with key, value and remedy
     */
    public static PolyMongoConfig fromProperties(Map<String, String> properties) {
        return ConfigReader.read(properties);
    }
}
