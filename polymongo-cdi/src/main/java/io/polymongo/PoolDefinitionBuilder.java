package io.polymongo;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link PoolDefinition}. Each setter is named after its key, {@code polymongo.pools.NAME.…}. Not thread-safe.
 */
public final class PoolDefinitionBuilder {

    private @Nullable String uri;
    private Set<String> databases = Set.of();
    private @Nullable Integer maxSize;
    private @Nullable Integer minIdle;
    private @Nullable Duration closeAfterIdle;
    private boolean coldStart = true;

    PoolDefinitionBuilder() {}

    /** Sets {@code uri}; null for the cluster of the shared pool. */
    public PoolDefinitionBuilder uri(@Nullable String value) {
        uri = value;
        return this;
    }

    /** Sets {@code databases}. */
    public PoolDefinitionBuilder databases(Set<String> value) {
        databases = value;
        return this;
    }

    /** Sets {@code max-size}, per server; 0 for no bound, null for its default. */
    public PoolDefinitionBuilder maxSize(@Nullable Integer value) {
        maxSize = value;
        return this;
    }

    /** Sets {@code min-idle}, per server; null for its default. */
    public PoolDefinitionBuilder minIdle(@Nullable Integer value) {
        minIdle = value;
        return this;
    }

    /** Sets {@code close-after-idle}; null for never. */
    public PoolDefinitionBuilder closeAfterIdle(@Nullable Duration value) {
        closeAfterIdle = value;
        return this;
    }

    /** Sets {@code cold-start}. */
    public PoolDefinitionBuilder coldStart(boolean value) {
        coldStart = value;
        return this;
    }

    /**
     * Validates and builds.
     *
     * @return the definition
     * @throws ConfigurationException with every problem, each with key, value and remedy
     */
    public PoolDefinition build() {
        return new PoolDefinition(uri, databases, maxSize, minIdle, closeAfterIdle, coldStart);
    }
}
