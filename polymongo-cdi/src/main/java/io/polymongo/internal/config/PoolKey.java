package io.polymongo.internal.config;

import io.polymongo.PoolDefinitionBuilder;
import java.util.function.BiConsumer;

/** The table of a named pool's keys, {@code polymongo.pools.NAME.…}: as {@link ConfigKey} is for all others. */
public enum PoolKey {
    URI("uri", "the shared pool's", PoolDefinitionBuilder::uri),
    DATABASES("databases", "none", (b, v) -> b.databases(Texts.names(v))),
    MAX_SIZE("max-size", "the URI's, else pool.max-size", (b, v) -> b.maxSize(Texts.wholeNumber(v))),
    MIN_IDLE("min-idle", "the URI's, else pool.min-idle", (b, v) -> b.minIdle(Texts.wholeNumber(v))),
    CLOSE_AFTER_IDLE("close-after-idle", "never", (b, v) -> b.closeAfterIdle(Texts.duration(v))),
    COLD_START("cold-start", "true", (b, v) -> b.coldStart(Texts.bool(v)));

    /** What all keys of named pools begin with. */
    public static final String PREFIX = ConfigKey.PREFIX + "pools.";

    /** Stands for a pool's name where none is known. */
    public static final String ANY = "NAME";

    private final String attribute;
    private final String byDefault;
    private final BiConsumer<PoolDefinitionBuilder, String> setter;

    PoolKey(String attribute, String byDefault, BiConsumer<PoolDefinitionBuilder, String> setter) {
        this.attribute = attribute;
        this.byDefault = byDefault;
        this.setter = setter;
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
     * @throws IllegalArgumentException with what was wrong and the remedy
     */
    void set(PoolDefinitionBuilder builder, String value) {
        setter.accept(builder, value);
    }
}
