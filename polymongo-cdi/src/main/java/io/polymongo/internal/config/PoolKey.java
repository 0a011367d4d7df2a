package io.polymongo.internal.config;

import io.polymongo.PoolDefinitionBuilder;

/** The table of a named pool's keys, {@code polymongo.pools.NAME.…}: as {@link ConfigKey} is for all others. */
public enum PoolKey {
    URI("uri", "the shared pool's"),
    DATABASES("databases", "none"),
    MAX_SIZE("max-size", "the URI's, else pool.max-size"),
    MIN_IDLE("min-idle", "the URI's, else pool.min-idle"),
    CLOSE_AFTER_IDLE("close-after-idle", "never"),
    COLD_START("cold-start", "true");

    /** What all keys of named pools begin with. */
    public static final String PREFIX = ConfigKey.PREFIX + "pools.";

    /** Stands for a pool's name where none is known. */
    public static final String ANY = "NAME";

    private final String attribute;
    private final String byDefault;

    PoolKey(String attribute, String byDefault) {
        this.attribute = attribute;
        this.byDefault = byDefault;
    }

    /** What follows the pool's name. */
    public String attribute() {
        return attribute;
    }

    /** The key of a pool, without the prefix of all keys. */
    public String key(String pool) {
        return "pools." + pool + "." + attribute;
    }

    /** The key of a pool, as it stands in a properties file. */
    public String fullName(String pool) {
        return ConfigKey.PREFIX + key(pool);
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
    PoolDefinitionBuilder set(PoolDefinitionBuilder builder, String value) {
        // No functions in the table above: each would be a class of its own, made at every start.
        return switch (this) {
            case URI -> builder.uri(value);
            case DATABASES -> builder.databases(Texts.names(value));
            case MAX_SIZE -> builder.maxSize(Texts.wholeNumber(value));
            case MIN_IDLE -> builder.minIdle(Texts.wholeNumber(value));
            case CLOSE_AFTER_IDLE -> builder.closeAfterIdle(Texts.duration(value));
            case COLD_START -> builder.coldStart(Texts.bool(value));
        };
    }
}
