package io.polymongo.internal.config;

import io.polymongo.ConfigurationException;
import io.polymongo.PolyMongoConfig;
import io.polymongo.PolyMongoConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads texts into a {@link PolyMongoConfig}, and tells every problem at once. */
public final class ConfigReader {

    private ConfigReader() {}

    /**
     * What was read.
     *
     * @param config the configuration
     * @param warnings a line for each key that means nothing
     */
    public record Reading(PolyMongoConfig config, List<String> warnings) {}

    /** Reads from a map of whole keys to values, and logs the warnings. */
    public static PolyMongoConfig read(Map<String, String> properties) {
        Reading reading = read(key -> Optional.ofNullable(properties.get(key)), properties.keySet());
        System.Logger log = System.getLogger("io.polymongo");
        reading.warnings().forEach(line -> log.log(System.Logger.Level.WARNING, line));
        return reading.config();
    }

    /**
     * Reads from any source.
     *
     * @param values the value of a whole key
     * @param names all names that the source has, ours or not
     * @throws ConfigurationException with every problem
     */
    public static Reading read(Function<String, Optional<String>> values, Set<String> names) {
        Problems problems = new Problems();
        PolyMongoConfigBuilder builder = PolyMongoConfig.builder();
        for (ConfigKey key : ConfigKey.values()) {
            values.apply(key.fullName()).ifPresent(value -> take(problems, builder, key, value));
        }
        Set<String> pools =
                PoolReader.pools(values.apply(ConfigKey.POOL_NAMES.fullName()).orElse(null), names);
        pools.forEach(pool -> PoolReader.read(problems, builder, values, pool));
        UnknownKeys unknown = UnknownKeys.among(names, pools);
        unknown.errors().forEach(problems::add);
        PolyMongoConfig config = problems.collect(builder::build);
        problems.raise();
        if (config == null) {
            throw new IllegalStateException("no configuration, and no problem either");
        }
        return new Reading(config, unknown.warnings());
    }

    private static void take(Problems problems, PolyMongoConfigBuilder builder, ConfigKey key, String value) {
        try {
            key.set(builder, value);
        } catch (IllegalArgumentException e) {
            problems.add(key.key(), Shown.text(value), String.valueOf(e.getMessage()));
        }
    }
}
