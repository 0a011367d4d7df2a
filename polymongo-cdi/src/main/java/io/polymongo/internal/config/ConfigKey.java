package io.polymongo.internal.config;

import io.polymongo.DirectoryKind;
import io.polymongo.HealthPools;
import io.polymongo.PolyMongoConfigBuilder;
import io.polymongo.PoolDefinition;
import io.polymongo.TenantSource;
import java.util.Set;

/** The table of keys: name, how a text is taken, and the default as the documentation states it. */
public enum ConfigKey {
    URI("uri", "mongodb://localhost:27017"),
    DEFAULT_DATABASE("default-database", "the URI's, else default"),
    PREFER_URI("prefer-uri", "false"),
    COLD_START("cold-start", "true"),
    POOL_MAX_SIZE("pool.max-size", "10"),
    POOL_MIN_IDLE("pool.min-idle", "0"),
    POOL_CONNECTION_IDLE_TIMEOUT("pool.connection-idle-timeout", "none"),
    POOL_CONNECTION_MAX_AGE("pool.connection-max-age", "none"),
    POOL_WAIT_TIMEOUT("pool.wait-timeout", "10s"),
    POOL_NAMES("pool-names", "found from the keys"),
    MAX_POOLS("max-pools", "none"),
    MAX_TOTAL_CONNECTIONS("max-total-connections", "none"),
    CONNECT_TIMEOUT("connect-timeout", "10s"),
    SELECTION_TIMEOUT("selection-timeout", "30s"),
    OPERATION_TIMEOUT("operation-timeout", "none"),
    CLOSE_TIMEOUT("close-timeout", "30s"),
    METADATA_DATABASE("metadata-database", "polymongo-metadata"),
    TENANT_SOURCES("tenant.sources", "none"),
    TENANT_DIRECTORY("tenant.directory", "stored"),
    TENANT_DIRECTORY_CACHE("tenant.directory-cache", "5s"),
    TENANT_DEFAULT("tenant.default", "none"),
    TENANT_DATABASE("tenant.database", "tenant_{tenant}"),
    TENANT_HEADER("tenant.header", "X-Tenant-ID"),
    TENANT_QUERY("tenant.query", "tenant"),
    TRANSACTION_DEADLINE("transaction.deadline", "120s"),
    HEALTH_ENABLED("health.enabled", "true"),
    HEALTH_NAME("health.name", "polymongo"),
    HEALTH_TIMEOUT("health.timeout", "800ms"),
    HEALTH_CACHE("health.cache", "1s"),
    HEALTH_POOLS("health.pools", "shared"),
    DEBUG("debug", "false"),
    LOG_PATH("log-path", "none");

    /** What all keys begin with. */
    public static final String PREFIX = "polymongo.";

    private final String key;
    private final String byDefault;

    ConfigKey(String key, String byDefault) {
        this.key = key;
        this.byDefault = byDefault;
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
     * @return the builder
     * @throws IllegalArgumentException with what was wrong and the remedy
     */
    PolyMongoConfigBuilder set(PolyMongoConfigBuilder builder, String value) {
        // No functions in the table above: each would be a class of its own, made at every start.
        return switch (this) {
            case URI -> builder.uri(value);
            case DEFAULT_DATABASE -> builder.defaultDatabase(value);
            case PREFER_URI -> builder.preferUri(Texts.bool(value));
            case COLD_START -> builder.coldStart(Texts.bool(value));
            case POOL_MAX_SIZE -> builder.poolMaxSize(Texts.wholeNumber(value));
            case POOL_MIN_IDLE -> builder.poolMinIdle(Texts.wholeNumber(value));
            case POOL_CONNECTION_IDLE_TIMEOUT -> builder.poolConnectionIdleTimeout(Texts.duration(value));
            case POOL_CONNECTION_MAX_AGE -> builder.poolConnectionMaxAge(Texts.duration(value));
            case POOL_WAIT_TIMEOUT -> builder.poolWaitTimeout(Texts.duration(value));
            case POOL_NAMES -> named(builder, Texts.names(value));
            case MAX_POOLS -> builder.maxPools(Texts.wholeNumber(value));
            case MAX_TOTAL_CONNECTIONS -> builder.maxTotalConnections(Texts.wholeNumber(value));
            case CONNECT_TIMEOUT -> builder.connectTimeout(Texts.duration(value));
            case SELECTION_TIMEOUT -> builder.selectionTimeout(Texts.duration(value));
            case OPERATION_TIMEOUT -> builder.operationTimeout(Texts.duration(value));
            case CLOSE_TIMEOUT -> builder.closeTimeout(Texts.duration(value));
            case METADATA_DATABASE -> builder.metadataDatabase(value.equals("none") ? null : value);
            case TENANT_SOURCES -> builder.tenantSources(Texts.oneOrMore(TenantSource.class, value));
            case TENANT_DIRECTORY -> builder.tenantDirectory(Texts.oneOf(DirectoryKind.class, value));
            case TENANT_DIRECTORY_CACHE -> builder.tenantDirectoryCache(Texts.duration(value));
            case TENANT_DEFAULT -> builder.tenantDefault(value);
            case TENANT_DATABASE -> builder.tenantDatabase(value);
            case TENANT_HEADER -> builder.tenantHeader(value);
            case TENANT_QUERY -> builder.tenantQuery(value);
            case TRANSACTION_DEADLINE -> builder.transactionDeadline(Texts.duration(value));
            case HEALTH_ENABLED -> builder.healthEnabled(Texts.bool(value));
            case HEALTH_NAME -> builder.healthName(value);
            case HEALTH_TIMEOUT -> builder.healthTimeout(Texts.duration(value));
            case HEALTH_CACHE -> builder.healthCache(Texts.duration(value));
            case HEALTH_POOLS -> builder.healthPools(Texts.oneOf(HealthPools.class, value));
            case DEBUG -> builder.debug(Texts.bool(value));
            case LOG_PATH -> builder.logPath(Texts.path(value));
        };
    }

    private static PolyMongoConfigBuilder named(PolyMongoConfigBuilder builder, Set<String> pools) {
        pools.forEach(pool -> builder.pool(pool, PoolDefinition.builder().build()));
        return builder;
    }

    static String environmentName(String name) {
        char[] spelled = name.toCharArray();
        for (int i = 0; i < spelled.length; i++) {
            char c = spelled[i];
            if (c >= 'a' && c <= 'z') {
                spelled[i] = (char) (c - 'a' + 'A');
            } else if (!(c >= 'A' && c <= 'Z' || c >= '0' && c <= '9')) {
                spelled[i] = '_';
            }
        }
        return String.valueOf(spelled);
    }
}
