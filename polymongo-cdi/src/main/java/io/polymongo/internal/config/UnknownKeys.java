package io.polymongo.internal.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names that look like ours and mean nothing, each with the nearest key. One under {@code polymongo.tenant.} is an
 * error: what somebody meant to say about tenants must not go unheard.
 */
record UnknownKeys(List<String> errors, List<String> warnings) {

    private static final String ENVIRONMENT_PREFIX = ConfigKey.environmentName(ConfigKey.PREFIX);
    private static final String TENANT_PREFIX = ConfigKey.environmentName(ConfigKey.PREFIX + "tenant.");
    private static final int FAR = 5;

    static UnknownKeys among(Set<String> names) {
        List<String> errors = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (String name : new TreeSet<>(names)) {
            if (isOurs(name) && !isKnown(name, names)) {
                boolean aboutTenants = ConfigKey.environmentName(name).startsWith(TENANT_PREFIX);
                (aboutTenants ? errors : warnings).add(line(name));
            }
        }
        return new UnknownKeys(List.copyOf(errors), List.copyOf(warnings));
    }

    private static boolean isOurs(String name) {
        return name.startsWith(ConfigKey.PREFIX) || name.startsWith(ENVIRONMENT_PREFIX);
    }

    private static boolean isKnown(String name, Set<String> names) {
        String inEnvironment = ConfigKey.environmentName(name);
        // Some runtimes list a variable of the environment twice: as it is, and as the key it might stand for.
        boolean spelledForEnvironment = !name.equals(inEnvironment) && names.contains(inEnvironment);
        return spelledForEnvironment
                || Arrays.stream(ConfigKey.values())
                        .anyMatch(key -> key.fullName().equals(name)
                                || key.environmentName().equals(name));
    }

    private static String line(String name) {
        return Shown.text(name) + " is not a key of PolyMongo"
                + nearest(name).map(key -> "; did you mean " + key + "?").orElse("; remove it");
    }

    private static Optional<String> nearest(String name) {
        boolean inEnvironment = name.startsWith(ENVIRONMENT_PREFIX);
        return Arrays.stream(ConfigKey.values())
                .map(key -> inEnvironment ? key.environmentName() : key.fullName())
                .min(Comparator.comparingInt(key -> distance(key, name)))
                .filter(key -> distance(key, name) <= FAR);
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
