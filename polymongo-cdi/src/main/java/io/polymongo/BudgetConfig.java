package io.polymongo;

import io.polymongo.internal.config.ConfigRules;
import io.polymongo.internal.config.Problems;
import org.jspecify.annotations.Nullable;

/**
 * What all pools together may take; null for no bound.
 *
 * @param maxPools {@code max-pools}: most pools that are open at once, the shared one among them
 * @param maxTotalConnections {@code max-total-connections}: most connections to all servers together, those that watch
 *     the servers among them
 */
public record BudgetConfig(
        @Nullable Integer maxPools, @Nullable Integer maxTotalConnections) {

    /**
     * Validates all components.
     *
     * @throws ConfigurationException with every problem, each with key, value and remedy
     */
    public BudgetConfig {
        Problems problems = new Problems();
        ConfigRules.atLeastOne(problems, "max-pools", maxPools);
        ConfigRules.atLeastOne(problems, "max-total-connections", maxTotalConnections);
        problems.raise();
    }
}
