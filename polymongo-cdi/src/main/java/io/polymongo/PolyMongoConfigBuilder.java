package io.polymongo;

import io.polymongo.internal.config.ConfigRules;
import io.polymongo.internal.config.PoolRules;
import io.polymongo.internal.config.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link PolyMongoConfig}. Each setter is named after its key, whose description in
 * {@code src/docs/reference/configuration.md} also says what null means where it is allowed. Not thread-safe.
 */
public final class PolyMongoConfigBuilder {

    private String uri = "mongodb://localhost:27017";
    private @Nullable String defaultDatabase;
    private boolean preferUri = false;
    private boolean coldStart = true;
    private @Nullable Integer poolMaxSize;
    private @Nullable Integer poolMinIdle;
    private @Nullable Duration poolConnectionIdleTimeout;
    private @Nullable Duration poolConnectionMaxAge;
    private @Nullable Duration poolWaitTimeout;
    private @Nullable Duration connectTimeout;
    private @Nullable Duration selectionTimeout;
    private @Nullable Duration operationTimeout;
    private Duration closeTimeout = Duration.ofSeconds(30);
    private final Map<String, PoolDefinition> pools = new TreeMap<>();
    private @Nullable Integer maxPools;
    private @Nullable Integer maxTotalConnections;
    private @Nullable String metadataDatabase = "polymongo-metadata";
    private Set<TenantSource> tenantSources = Set.of();
    private @Nullable DirectoryKind tenantDirectory;
    private Duration tenantDirectoryCache = Duration.ofSeconds(5);
    private @Nullable String tenantDefault;
    private String tenantDatabase = "tenant_{tenant}";
    private String tenantHeader = "X-Tenant-ID";
    private String tenantQuery = "tenant";
    private Duration transactionDeadline = Duration.ofSeconds(120);
    private boolean healthEnabled = true;
    private String healthName = "polymongo";
    private Duration healthTimeout = Duration.ofMillis(800);
    private Duration healthCache = Duration.ofSeconds(1);
    private HealthPools healthPools = HealthPools.SHARED;
    private boolean debug = false;
    private @Nullable Path logPath;

    PolyMongoConfigBuilder() {}

    /** Sets {@code polymongo.uri}. */
    public PolyMongoConfigBuilder uri(String value) {
        uri = value;
        return this;
    }

    /** Sets {@code polymongo.default-database}; null for its default. */
    public PolyMongoConfigBuilder defaultDatabase(@Nullable String value) {
        defaultDatabase = value;
        return this;
    }

    /** Sets {@code polymongo.prefer-uri}. */
    public PolyMongoConfigBuilder preferUri(boolean value) {
        preferUri = value;
        return this;
    }

    /** Sets {@code polymongo.cold-start}. */
    public PolyMongoConfigBuilder coldStart(boolean value) {
        coldStart = value;
        return this;
    }

    /** Sets {@code polymongo.pool.max-size}; null for its default. */
    public PolyMongoConfigBuilder poolMaxSize(@Nullable Integer value) {
        poolMaxSize = value;
        return this;
    }

    /** Sets {@code polymongo.pool.min-idle}; null for its default. */
    public PolyMongoConfigBuilder poolMinIdle(@Nullable Integer value) {
        poolMinIdle = value;
        return this;
    }

    /** Sets {@code polymongo.pool.connection-idle-timeout}; null for its default. */
    public PolyMongoConfigBuilder poolConnectionIdleTimeout(@Nullable Duration value) {
        poolConnectionIdleTimeout = value;
        return this;
    }

    /** Sets {@code polymongo.pool.connection-max-age}; null for its default. */
    public PolyMongoConfigBuilder poolConnectionMaxAge(@Nullable Duration value) {
        poolConnectionMaxAge = value;
        return this;
    }

    /** Sets {@code polymongo.pool.wait-timeout}; null for its default. */
    public PolyMongoConfigBuilder poolWaitTimeout(@Nullable Duration value) {
        poolWaitTimeout = value;
        return this;
    }

    /** Sets {@code polymongo.connect-timeout}; null for its default. */
    public PolyMongoConfigBuilder connectTimeout(@Nullable Duration value) {
        connectTimeout = value;
        return this;
    }

    /** Sets {@code polymongo.selection-timeout}; null for its default. */
    public PolyMongoConfigBuilder selectionTimeout(@Nullable Duration value) {
        selectionTimeout = value;
        return this;
    }

    /** Sets {@code polymongo.operation-timeout}; null for its default. */
    public PolyMongoConfigBuilder operationTimeout(@Nullable Duration value) {
        operationTimeout = value;
        return this;
    }

    /** Sets {@code polymongo.close-timeout}. */
    public PolyMongoConfigBuilder closeTimeout(Duration value) {
        closeTimeout = value;
        return this;
    }

    /** Adds a pool, {@code polymongo.pools.NAME}; one that was added under the same name is replaced. */
    public PolyMongoConfigBuilder pool(String name, PoolDefinition definition) {
        pools.put(name, definition);
        return this;
    }

    /** Sets {@code polymongo.max-pools}; null for its default. */
    public PolyMongoConfigBuilder maxPools(@Nullable Integer value) {
        maxPools = value;
        return this;
    }

    /** Sets {@code polymongo.max-total-connections}; null for its default. */
    public PolyMongoConfigBuilder maxTotalConnections(@Nullable Integer value) {
        maxTotalConnections = value;
        return this;
    }

    /** Sets {@code polymongo.metadata-database}; null for none. */
    public PolyMongoConfigBuilder metadataDatabase(@Nullable String value) {
        metadataDatabase = value;
        return this;
    }

    /** Sets {@code polymongo.tenant.sources}. */
    public PolyMongoConfigBuilder tenantSources(Set<TenantSource> value) {
        tenantSources = value;
        return this;
    }

    /** Sets {@code polymongo.tenant.directory}; null for its default. */
    public PolyMongoConfigBuilder tenantDirectory(@Nullable DirectoryKind value) {
        tenantDirectory = value;
        return this;
    }

    /** Sets {@code polymongo.tenant.directory-cache}. */
    public PolyMongoConfigBuilder tenantDirectoryCache(Duration value) {
        tenantDirectoryCache = value;
        return this;
    }

    /** Sets {@code polymongo.tenant.default}; null for its default. */
    public PolyMongoConfigBuilder tenantDefault(@Nullable String value) {
        tenantDefault = value;
        return this;
    }

    /** Sets {@code polymongo.tenant.database}. */
    public PolyMongoConfigBuilder tenantDatabase(String value) {
        tenantDatabase = value;
        return this;
    }

    /** Sets {@code polymongo.tenant.header}. */
    public PolyMongoConfigBuilder tenantHeader(String value) {
        tenantHeader = value;
        return this;
    }

    /** Sets {@code polymongo.tenant.query}. */
    public PolyMongoConfigBuilder tenantQuery(String value) {
        tenantQuery = value;
        return this;
    }

    /** Sets {@code polymongo.transaction.deadline}. */
    public PolyMongoConfigBuilder transactionDeadline(Duration value) {
        transactionDeadline = value;
        return this;
    }

    /** Sets {@code polymongo.health.enabled}. */
    public PolyMongoConfigBuilder healthEnabled(boolean value) {
        healthEnabled = value;
        return this;
    }

    /** Sets {@code polymongo.health.name}. */
    public PolyMongoConfigBuilder healthName(String value) {
        healthName = value;
        return this;
    }

    /** Sets {@code polymongo.health.timeout}. */
    public PolyMongoConfigBuilder healthTimeout(Duration value) {
        healthTimeout = value;
        return this;
    }

    /** Sets {@code polymongo.health.cache}. */
    public PolyMongoConfigBuilder healthCache(Duration value) {
        healthCache = value;
        return this;
    }

    /** Sets {@code polymongo.health.pools}. */
    public PolyMongoConfigBuilder healthPools(HealthPools value) {
        healthPools = value;
        return this;
    }

    /** Sets {@code polymongo.debug}. */
    public PolyMongoConfigBuilder debug(boolean value) {
        debug = value;
        return this;
    }

    /** Sets {@code polymongo.log-path}; null for its default. */
    public PolyMongoConfigBuilder logPath(@Nullable Path value) {
        logPath = value;
        return this;
    }

    /**
     * Validates and builds.
     *
     * @return the configuration
     * @throws ConfigurationException with every problem, each with key, value and remedy
     */
    public PolyMongoConfig build() {
        Problems problems = new Problems();
        ConnectionConfig connection = problems.collect(() -> new ConnectionConfig(
                uri,
                defaultDatabase,
                preferUri,
                coldStart,
                connectTimeout,
                selectionTimeout,
                operationTimeout,
                closeTimeout));
        PoolConfig pool = problems.collect(() -> new PoolConfig(
                poolMaxSize, poolMinIdle, poolConnectionIdleTimeout, poolConnectionMaxAge, poolWaitTimeout));
        BudgetConfig budget = problems.collect(() -> new BudgetConfig(maxPools, maxTotalConnections));
        TenantConfig tenant = problems.collect(() -> new TenantConfig(
                tenantSources,
                tenantDirectory,
                tenantDirectoryCache,
                tenantDefault,
                tenantDatabase,
                tenantHeader,
                tenantQuery));
        TransactionConfig transaction = problems.collect(() -> new TransactionConfig(transactionDeadline));
        HealthConfig health = problems.collect(
                () -> new HealthConfig(healthEnabled, healthName, healthTimeout, healthCache, healthPools));
        LogConfig log = problems.collect(() -> new LogConfig(debug, logPath));
        if (connection == null
                || pool == null
                || budget == null
                || tenant == null
                || transaction == null
                || health == null
                || log == null) {
            ConfigRules.acrossParts(problems, connection, pool, tenant, metadataDatabase);
            PoolRules.acrossPools(problems, connection, pool, budget, pools);
            throw problems.asException();
        }
        return new PolyMongoConfig(connection, pool, pools, budget, tenant, transaction, health, log, metadataDatabase);
    }
}
