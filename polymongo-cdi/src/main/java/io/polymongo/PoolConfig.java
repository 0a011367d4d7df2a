package io.polymongo;

import io.polymongo.internal.config.ConfigRules;
import io.polymongo.internal.config.Problems;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The connection pool; all figures are per server. What is null leaves it to the URI's option, then to the default.
 *
 * @param maxSize {@code pool.max-size}: most connections, 0 for no bound; by default 10
 * @param minIdle {@code pool.min-idle}: connections that the driver keeps, those in use among them; by default 0
 * @param connectionIdleTimeout {@code pool.connection-idle-timeout}; by default none
 * @param connectionMaxAge {@code pool.connection-max-age}; by default none
 * @param waitTimeout {@code pool.wait-timeout}: longest wait for a connection; by default 10 s
 */
public record PoolConfig(
        @Nullable Integer maxSize,
        @Nullable Integer minIdle,
        @Nullable Duration connectionIdleTimeout,
        @Nullable Duration connectionMaxAge,
        @Nullable Duration waitTimeout) {

    /**
     * Validates all components.
     *
     * @throws ConfigurationException with every problem, each with key, value and remedy
     */
    public PoolConfig {
        Problems problems = new Problems();
        ConfigRules.notNegative(problems, "pool.max-size", maxSize);
        ConfigRules.notNegative(problems, "pool.min-idle", minIdle);
        ConfigRules.positive(problems, "pool.connection-idle-timeout", connectionIdleTimeout);
        ConfigRules.positive(problems, "pool.connection-max-age", connectionMaxAge);
        ConfigRules.positive(problems, "pool.wait-timeout", waitTimeout);
        problems.raise();
    }
}
