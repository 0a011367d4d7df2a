package io.polymongo.internal.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Names that look like ours and mean nothing, each with the nearest key. One under {@code polymongo.tenant.} is an
 * error: what somebody meant to say about tenants must not go unheard.
 */
record UnknownKeys(List<String> errors, List<String> warnings) {

    private static final String TENANT_PREFIX = ConfigKey.environmentName(ConfigKey.PREFIX + "tenant.");
    private static final String POOLS_PREFIX = ConfigKey.environmentName(PoolKey.PREFIX);
    private static final int FAR = 5;

    /**
     * Finds them.
     *
     * @param names all names that the source has
     * @param pools the names of pools
     */
    static UnknownKeys among(Set<String> names, Set<String> pools) {
        Set<String> known = knownNames();
        List<String> errors = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Set<String> ours = new TreeSet<>();
        for (String name : names) {
            if (PropertyNames.isOurs(name)) {
                ours.add(name);
            }
        }
        for (String name : ours) {
            List<String> owners = name.startsWith(POOLS_PREFIX) ? owners(name, pools) : List.of();
            if (owners.size() > 1) {
                errors.add(Shown.text(name) + " may be meant for each of the pools " + String.join(", ", owners)
                        + ", which the environment cannot tell apart; rename all but one");
            } else if (owners.isEmpty() && !isKnown(name, names, known)) {
                boolean aboutTenants = ConfigKey.environmentName(name).startsWith(TENANT_PREFIX);
                (aboutTenants ? errors : warnings).add(line(name, pools));
            }
        }
        return new UnknownKeys(List.copyOf(errors), List.copyOf(warnings));
    }

    /** The pools that a variable of the environment may be meant for. */
    private static List<String> owners(String variable, Set<String> pools) {
        return pools.stream()
                .filter(pool -> keysOf(pool)
                        .anyMatch(key -> ConfigKey.environmentName(key).equals(variable)))
                .map(Shown::text)
                .toList();
    }

    /** Of all keys but those of named pools, as in a file and as in the environment. */
    private static Set<String> knownNames() {
        Set<String> known = new HashSet<>();
        for (ConfigKey key : ConfigKey.values()) {
            known.add(key.fullName());
            known.add(key.environmentName());
        }
        return known;
    }

    private static boolean isKnown(String name, Set<String> names, Set<String> known) {
        String inEnvironment = ConfigKey.environmentName(name);
        // Some runtimes list a variable of the environment twice: as it is, and as the key it might stand for.
        boolean spelledForEnvironment = !name.equals(inEnvironment) && names.contains(inEnvironment);
        return spelledForEnvironment || known.contains(name) || PoolReader.poolIn(name) != null;
    }

    private static String line(String name, Set<String> pools) {
        String below = name.startsWith(POOLS_PREFIX) ? name.substring(POOLS_PREFIX.length()) : "";
        boolean forUnnamedPool = Arrays.stream(PoolKey.values())
                .anyMatch(key -> below.endsWith("_" + ConfigKey.environmentName(key.attribute())));
        if (forUnnamedPool) {
            return Shown.text(name) + " is for a pool that nobody named; add the pool's name to "
                    + ConfigKey.POOL_NAMES.fullName();
        }
        return Shown.text(name) + " is not a key of PolyMongo"
                + nearest(name, pools).map(key -> "; did you mean " + key + "?").orElse("; remove it");
    }

    private static Optional<String> nearest(String name, Set<String> pools) {
        boolean inEnvironment = name.startsWith(PropertyNames.ENVIRONMENT_PREFIX);
        return candidates(name, pools)
                .map(key -> inEnvironment ? ConfigKey.environmentName(key) : key)
                .min(Comparator.comparingInt(key -> distance(key, name)))
                .filter(key -> distance(key, name) <= FAR)
                .map(Shown::text);
    }

    /** Where two are as near, the pool in the name goes first, then the pools that there are. */
    private static Stream<String> candidates(String name, Set<String> pools) {
        String below = name.startsWith(PoolKey.PREFIX) ? name.substring(PoolKey.PREFIX.length()) : "";
        int end = below.indexOf('.');
        return Stream.of(
                        end > 0 ? keysOf(below.substring(0, end)) : Stream.<String>empty(),
                        pools.stream().flatMap(UnknownKeys::keysOf),
                        keysOf(PoolKey.ANY),
                        Arrays.stream(ConfigKey.values()).map(ConfigKey::fullName))
                .flatMap(keys -> keys);
    }

    private static Stream<String> keysOf(String pool) {
        return Arrays.stream(PoolKey.values()).map(key -> key.fullName(pool));
    }

    /** Levenshtein's distance, with one row. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
