package io.polymongo.internal.config;

import io.polymongo.DirectoryKind;
import io.polymongo.HealthPools;
import io.polymongo.PolyMongoConfigBuilder;
import io.polymongo.PoolDefinition;
import io.polymongo.TenantSource;
import java.util.Locale;
import java.util.function.BiConsumer;

/** The table of keys: name, how a text is taken, and the default as the documentation states it. */
public enum ConfigKey {
    URI("uri", "mongodb://localhost:27017", PolyMongoConfigBuilder::uri),
    DEFAULT_DATABASE("default-database", "the URI's, else default", PolyMongoConfigBuilder::defaultDatabase),
    PREFER_URI("prefer-uri", "false", (b, v) -> b.preferUri(Texts.bool(v))),
    COLD_START("cold-start", "true", (b, v) -> b.coldStart(Texts.bool(v))),
    POOL_MAX_SIZE("pool.max-size", "10", (b, v) -> b.poolMaxSize(Texts.wholeNumber(v))),
    POOL_MIN_IDLE("pool.min-idle", "0", (b, v) -> b.poolMinIdle(Texts.wholeNumber(v))),
    POOL_CONNECTION_IDLE_TIMEOUT(
            "pool.connection-idle-timeout", "none", (b, v) -> b.poolConnectionIdleTimeout(Texts.duration(v))),
    POOL_CONNECTION_MAX_AGE("pool.connection-max-age", "none", (b, v) -> b.poolConnectionMaxAge(Texts.duration(v))),
    POOL_WAIT_TIMEOUT("pool.wait-timeout", "10s", (b, v) -> b.poolWaitTimeout(Texts.duration(v))),
    POOL_NAMES(
            "pool-names",
            "found from the keys",
            (b, v) -> Texts.names(v)
                    .forEach(name -> b.pool(name, PoolDefinition.builder().build()))),
    MAX_POOLS("max-pools", "none", (b, v) -> b.maxPools(Texts.wholeNumber(v))),
    MAX_TOTAL_CONNECTIONS("max-total-connections", "none", (b, v) -> b.maxTotalConnections(Texts.wholeNumber(v))),
    CONNECT_TIMEOUT("connect-timeout", "10s", (b, v) -> b.connectTimeout(Texts.duration(v))),
    SELECTION_TIMEOUT("selection-timeout", "30s", (b, v) -> b.selectionTimeout(Texts.duration(v))),
    OPERATION_TIMEOUT("operation-timeout", "none", (b, v) -> b.operationTimeout(Texts.duration(v))),
    CLOSE_TIMEOUT("close-timeout", "30s", (b, v) -> b.closeTimeout(Texts.duration(v))),
    METADATA_DATABASE(
            "metadata-database", "polymongo-metadata", (b, v) -> b.metadataDatabase(v.equals("none") ? null : v)),
    TENANT_SOURCES("tenant.sources", "none", (b, v) -> b.tenantSources(Texts.oneOrMore(TenantSource.class, v))),
    TENANT_DIRECTORY("tenant.directory", "stored", (b, v) -> b.tenantDirectory(Texts.oneOf(DirectoryKind.class, v))),
    TENANT_DIRECTORY_CACHE("tenant.directory-cache", "5s", (b, v) -> b.tenantDirectoryCache(Texts.duration(v))),
    TENANT_DEFAULT("tenant.default", "none", PolyMongoConfigBuilder::tenantDefault),
    TENANT_DATABASE("tenant.database", "tenant_{tenant}", PolyMongoConfigBuilder::tenantDatabase),
    TENANT_HEADER("tenant.header", "X-Tenant-ID", PolyMongoConfigBuilder::tenantHeader),
    TENANT_QUERY("tenant.query", "tenant", PolyMongoConfigBuilder::tenantQuery),
    TRANSACTION_DEADLINE("transaction.deadline", "120s", (b, v) -> b.transactionDeadline(Texts.duration(v))),
    HEALTH_ENABLED("health.enabled", "true", (b, v) -> b.healthEnabled(Texts.bool(v))),
    HEALTH_NAME("health.name", "polymongo", PolyMongoConfigBuilder::healthName),
    HEALTH_TIMEOUT("health.timeout", "800ms", (b, v) -> b.healthTimeout(Texts.duration(v))),
    HEALTH_CACHE("health.cache", "1s", (b, v) -> b.healthCache(Texts.duration(v))),
    HEALTH_POOLS("health.pools", "shared", (b, v) -> b.healthPools(Texts.oneOf(HealthPools.class, v))),
    DEBUG("debug", "false", (b, v) -> b.debug(Texts.bool(v))),
    LOG_PATH("log-path", "none", (b, v) -> b.logPath(Texts.path(v)));

    /** What all keys begin with. */
    public static final String PREFIX = "polymongo.";

    private final String key;
    private final String byDefault;
    private final BiConsumer<PolyMongoConfigBuilder, String> setter;

    ConfigKey(String key, String byDefault, BiConsumer<PolyMongoConfigBuilder, String> setter) {
        this.key = key;
        this.byDefault = byDefault;
        this.setter = setter;
    }

    /** The key without its prefix. */
    public String key() {
        return key;
    }

    /** The key as it stands in a properties file. */
    public String fullName() {
        return PREFIX + key;
    }

    /** The key as it stands in the environment, by MicroProfile Config's rule. */
    public String environmentName() {
        return environmentName(fullName());
    }

    /** The default as the documentation states it. */
    public String byDefault() {
        return byDefault;
    }

    /**
     * Takes a value.
     *
     * @throws IllegalArgumentException with what was wrong and the remedy
     */
    void set(PolyMongoConfigBuilder builder, String value) {
        setter.accept(builder, value);
    }

    static String environmentName(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
