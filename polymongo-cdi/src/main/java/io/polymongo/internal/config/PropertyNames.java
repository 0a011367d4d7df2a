package io.polymongo.internal.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The names of ours that a runtime's configuration has, without those that it made up. */
public final class PropertyNames {

    /** What all keys begin with in the environment. */
    static final String ENVIRONMENT_PREFIX = ConfigKey.environmentName(ConfigKey.PREFIX);

    private PropertyNames() {}

    /** Whether a name looks like one of ours. */
    static boolean isOurs(String name) {
        return name.startsWith(ConfigKey.PREFIX) || name.startsWith(ENVIRONMENT_PREFIX);
    }

    /**
     * Some runtimes list a variable of the environment twice: as it is, and as the key it might stand for, so that
     * {@code POLYMONGO_POOLS_EU_WEST_URI} is {@code polymongo.pools.eu.west.uri}, too. A pool would come into being by
     * such a guess on these runtimes only; so a pool's key counts where some other source has it.
     *
     * @param names all names, ours or not
     * @param sources the names of each source; those of a profile begin with it, as in {@code %dev.polymongo.uri}.
     *     Asked only where it matters, as there are hundreds
     * @return our names, a pool's key among them where it was written by somebody
     */
    public static Set<String> written(Iterable<String> names, Supplier<List<Set<String>>> sources) {
        Set<String> ours = new HashSet<>();
        for (String name : names) {
            if (isOurs(name)) {
                ours.add(name);
            }
        }
        Set<String> doubtful = new HashSet<>();
        for (String name : ours) {
            if (name.startsWith(PoolKey.PREFIX) && ours.contains(ConfigKey.environmentName(name))) {
                doubtful.add(name);
            }
        }
        if (!doubtful.isEmpty()) {
            List<Set<String>> known = sources.get();
            doubtful.removeIf(name -> known.stream().anyMatch(source -> writes(source, name)));
            ours.removeAll(doubtful);
        }
        return ours;
    }

    private static boolean writes(Set<String> source, String name) {
        return !source.contains(ConfigKey.environmentName(name))
                && (source.contains(name)
                        || source.stream().anyMatch(other -> other.startsWith("%") && other.endsWith("." + name)));
    }
}
