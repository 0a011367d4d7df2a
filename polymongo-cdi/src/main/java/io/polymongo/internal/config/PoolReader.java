package io.polymongo.internal.config;

import io.polymongo.ConfigurationException;
import io.polymongo.PolyMongoConfigBuilder;
import io.polymongo.PoolDefinition;
import io.polymongo.PoolDefinitionBuilder;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the definitions of named pools, {@code polymongo.pools.NAME.…}: their names are in the keys. */
final class PoolReader {

    private PoolReader() {}

    /**
     * The names of pools: those that {@code pool-names} lists, and those that stand in the names of properties.
     *
     * @param listed the value of {@code pool-names}, or null
     * @param names all names that the source has
     */
    static Set<String> pools(@Nullable String listed, Set<String> names) {
        Set<String> pools = new TreeSet<>();
        if (listed != null) {
            try {
                pools.addAll(Texts.names(listed));
            } catch (IllegalArgumentException e) {
                // Told where the key itself is taken; the pools in the names of properties are read all the same.
                pools.clear();
            }
        }
        for (String name : names) {
            String pool = poolIn(name);
            if (pool != null && (pool.indexOf('.') < 0 || !names.contains(ConfigKey.environmentName(name)))) {
                pools.add(pool);
            }
        }
        return pools;
    }

    /** The pool whose key a name is, or null. Whether the pool's name is valid is not looked at here. */
    static @Nullable String poolIn(String name) {
        int end = name.lastIndexOf('.');
        if (!name.startsWith(PoolKey.PREFIX) || end <= PoolKey.PREFIX.length()) {
            return null;
        }
        String pool = name.substring(PoolKey.PREFIX.length(), end);
        return Arrays.stream(PoolKey.values())
                        .anyMatch(key -> key.fullName(pool).equals(name))
                ? pool
                : null;
    }

    /** Reads one pool into the builder, or adds what is wrong with it. */
    static void read(
            Problems problems, PolyMongoConfigBuilder builder, Function<String, Optional<String>> values, String pool) {
        PoolDefinitionBuilder definition = PoolDefinition.builder();
        for (PoolKey key : PoolKey.values()) {
            values.apply(key.fullName(pool)).ifPresent(value -> take(problems, definition, key, pool, value));
        }
        try {
            builder.pool(pool, definition.build());
        } catch (ConfigurationException e) {
            e.problems().forEach(line -> problems.add(named(line, pool)));
            // The other rules, those for its name among them, are applied to what is right.
            builder.pool(pool, PoolDefinition.builder().build());
        }
    }

    private static void take(
            Problems problems, PoolDefinitionBuilder definition, PoolKey key, String pool, String value) {
        try {
            key.set(definition, value);
        } catch (IllegalArgumentException e) {
            problems.add(key.key(Shown.text(pool)), Shown.text(value), String.valueOf(e.getMessage()));
        }
    }

    /** A definition does not know its name; its problems begin with a key that has another text in its place. */
    private static String named(String line, String pool) {
        String unnamed = PoolKey.PREFIX + PoolKey.ANY + ".";
        return line.startsWith(unnamed)
                ? PoolKey.PREFIX + Shown.text(pool) + "." + line.substring(unnamed.length())
                : line;
    }
}
