package io.polymongo;

import io.polymongo.internal.config.ConfigRules;
import io.polymongo.internal.config.Problems;
import java.time.Duration;

/**
 * The readiness check.
 *
 * @param enabled {@code health.enabled}: whether it asks the server; otherwise it is always up
 * @param name {@code health.name}: the check's name
 * @param timeout {@code health.timeout}: longest wait for the server
 * @param cache {@code health.cache}: how long an answer is used; zero to ask each time
 * @param pools {@code health.pools}: which pools it looks at
 */
public record HealthConfig(boolean enabled, String name, Duration timeout, Duration cache, HealthPools pools) {

    /**
     * Validates all components.
     *
     * @throws ConfigurationException with every problem, each with key, value and remedy
     */
    public HealthConfig {
        Problems problems = new Problems();
        ConfigRules.notBlank(problems, "health.name", name);
        ConfigRules.positive(problems, "health.timeout", timeout);
        ConfigRules.notNegative(problems, "health.cache", cache);
        problems.raise();
    }
}
