package io.polymongo;

import io.polymongo.internal.config.ConfigRules;
import io.polymongo.internal.config.Problems;
import java.time.Duration;

/**
 * Transactions.
 *
 * @param deadline {@code transaction.deadline}: how long a transaction is repeated after its begin
 */
public record TransactionConfig(Duration deadline) {

    /**
     * Validates all components.
     *
     * @throws ConfigurationException with every problem, each with key, value and remedy
     */
    public TransactionConfig {
        Problems problems = new Problems();
        ConfigRules.positive(problems, "transaction.deadline", deadline);
        problems.raise();
    }
}
