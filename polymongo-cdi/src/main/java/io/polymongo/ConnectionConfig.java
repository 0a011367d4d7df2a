package io.polymongo;

import io.polymongo.internal.config.ConfigRules;
import io.polymongo.internal.config.ConnectionUri;
import io.polymongo.internal.config.Problems;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The cluster and how it is reached. A time limit that is null leaves it to the URI's option, then to the default.
 *
 * @param uri {@code uri}: {@code mongodb://…}, {@code mongodb+srv://…} or {@code embedded}
 * @param defaultDatabase {@code default-database}, or null for the URI's, else {@code default}
 * @param preferUri {@code prefer-uri}: whether the URI's database is the only one
 * @param coldStart {@code cold-start}: whether nothing connects before the first use
 * @param connectTimeout {@code connect-timeout}; by default 10 s
 * @param selectionTimeout {@code selection-timeout}; by default 30 s
 * @param operationTimeout {@code operation-timeout}, the driver's {@code timeoutMS}; by default none
 * @param closeTimeout {@code close-timeout}: how long closing waits for work that is under way; zero not to wait
 */
public record ConnectionConfig(
        String uri,
        @Nullable String defaultDatabase,
        boolean preferUri,
        boolean coldStart,
        @Nullable Duration connectTimeout,
        @Nullable Duration selectionTimeout,
        @Nullable Duration operationTimeout,
        Duration closeTimeout) {

    /**
     * Validates all components.
     *
     * @throws ConfigurationException with every problem, each with key, value and remedy
     */
    public ConnectionConfig {
        Problems problems = new Problems();
        ConfigRules.uri(problems, uri, defaultDatabase, preferUri);
        ConfigRules.databaseName(problems, "default-database", defaultDatabase);
        ConfigRules.positive(problems, "connect-timeout", connectTimeout);
        ConfigRules.positive(problems, "selection-timeout", selectionTimeout);
        ConfigRules.positive(problems, "operation-timeout", operationTimeout);
        ConfigRules.notNegative(problems, "close-timeout", closeTimeout);
        problems.raise();
    }

    /** The components, the URI without its secrets. */
    @Override
    public String toString() {
        return "ConnectionConfig[uri=" + ConnectionUri.redacted(uri) + ", defaultDatabase=" + defaultDatabase
                + ", preferUri=" + preferUri + ", coldStart=" + coldStart + ", connectTimeout=" + connectTimeout
                + ", selectionTimeout=" + selectionTimeout + ", operationTimeout=" + operationTimeout
                + ", closeTimeout=" + closeTimeout + "]";
    }
}
