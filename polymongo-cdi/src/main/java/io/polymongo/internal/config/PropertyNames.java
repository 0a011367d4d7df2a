package io.polymongo.internal.config;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The names that a runtime's configuration has, without those that it made up. */
public final class PropertyNames {

    private PropertyNames() {}

    /**
     * Some runtimes list a variable of the environment twice: as it is, and as the key it might stand for, so that
     * {@code POLYMONGO_POOLS_EU_WEST_URI} is {@code polymongo.pools.eu.west.uri}, too. A pool would come into being by
     * such a guess on these runtimes only; so a pool's key counts where some other source has it.
     *
     * @param names all names
     * @param sources the names of each source; those of a profile begin with it, as in {@code %dev.polymongo.uri}
     * @return names in which a pool's key was written by somebody
     */
    public static Set<String> written(Set<String> names, Collection<Set<String>> sources) {
        Set<String> written = new HashSet<>(names);
        written.removeIf(name -> name.startsWith(PoolKey.PREFIX)
                && names.contains(ConfigKey.environmentName(name))
                && sources.stream().noneMatch(source -> writes(source, name)));
        return written;
    }

    private static boolean writes(Set<String> source, String name) {
        return !source.contains(ConfigKey.environmentName(name))
                && (source.contains(name)
                        || source.stream().anyMatch(other -> other.startsWith("%") && other.endsWith("." + name)));
    }
}
