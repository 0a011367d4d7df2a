package io.polymongo.internal.config;

import io.polymongo.BudgetConfig;
import io.polymongo.ConfigurationException;
import io.polymongo.ConnectionConfig;
import io.polymongo.PolyMongoConfig;
import io.polymongo.PoolConfig;
import io.polymongo.PoolDefinition;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What named pools must satisfy, with key, value and remedy, as {@link ConfigRules} is for all else. */
public final class PoolRules {

    /** The pool that every database is in which no other pool holds. */
    public static final String SHARED = "shared";

    private PoolRules() {}

    /** What is wrong with a pool's name, or null. */
    public static @Nullable String nameProblem(String name) {
        return name.equalsIgnoreCase(SHARED)
                ? "it is that of the pool of all other databases; set polymongo.uri and polymongo.pool.* for that one"
                : DatabaseName.problem(name);
    }

    /** What a definition can be judged by alone; it does not know its pool's name. */
    public static void alone(
            Problems problems,
            @Nullable String uri,
            Set<String> databases,
            @Nullable Integer maxSize,
            @Nullable Integer minIdle,
            @Nullable Duration closeAfterIdle) {
        if (uri != null) {
            ConfigRules.isUri(problems, key(PoolKey.URI), uri);
        }
        for (String database : new TreeSet<>(databases)) {
            String wrong = DatabaseName.problem(database);
            if (wrong != null) {
                problems.add(
                        key(PoolKey.DATABASES), Shown.text(database), "has a name that is no database's: " + wrong);
            } else if (DatabaseName.isServersOwn(database)) {
                problems.add(key(PoolKey.DATABASES), database, "is a database of the server's own; remove it");
            }
        }
        ConfigRules.notNegative(problems, key(PoolKey.MAX_SIZE), maxSize);
        ConfigRules.notNegative(problems, key(PoolKey.MIN_IDLE), minIdle);
        ConfigRules.positive(problems, key(PoolKey.CLOSE_AFTER_IDLE), closeAfterIdle);
    }

    private static String key(PoolKey key) {
        return key.key(PoolKey.ANY);
    }

    /** All named pools together; a part that is null had problems of its own and is passed over. */
    public static void acrossPools(
            Problems problems,
            @Nullable ConnectionConfig connection,
            @Nullable PoolConfig pool,
            @Nullable BudgetConfig budget,
            Map<String, PoolDefinition> pools) {
        if (connection != null && connection.preferUri() && !pools.isEmpty()) {
            problems.add(
                    "prefer-uri",
                    true,
                    "leaves one database only, so that named pools (" + shown(pools.keySet())
                            + ") serve nobody; remove the one or the others");
        }
        Effective shared = connection == null || pool == null ? null : Effective.of(connection, pool);
        if (shared != null && budget != null) {
            bounded(problems, "pool.max-size", shared, budget);
        }
        Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Map<String, String> holders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        pools.forEach((name, definition) -> {
            name(problems, name);
            if (connection != null && pool != null && shared != null) {
                sized(problems, Effective.of(connection, pool, shared, definition), budget, name, definition);
            }
            String alike = names.putIfAbsent(name, name);
            if (alike != null) {
                problems.add("polymongo.pools." + Shown.text(name) + " differs from polymongo.pools."
                        + Shown.text(alike) + " in case only; rename one");
            }
            held(problems, holders, name, definition);
        });
    }

    /** A database lives in one pool; the server does not tell names apart that differ in case only. */
    private static void held(Problems problems, Map<String, String> holders, String name, PoolDefinition definition) {
        for (String database : new TreeSet<>(definition.databases())) {
            String holder = holders.putIfAbsent(database, name);
            if (holder != null) {
                problems.add(
                        PoolKey.DATABASES.key(Shown.text(name)),
                        Shown.text(database),
                        holder.equals(name)
                                ? "is there twice, as names are the same whatever their case; remove one"
                                : "is in the pool '" + Shown.text(holder) + "', too; leave it in one of the two");
            }
        }
    }

    /**
     * One pool that is defined at run time; which pool holds a database by then is for the caller to look at.
     *
     * @throws ConfigurationException with every problem
     */
    public static void check(PolyMongoConfig config, String name, PoolDefinition definition) {
        Problems problems = new Problems();
        acrossPools(problems, config.connection(), config.pool(), config.budget(), Map.of(name, definition));
        problems.raise();
    }

    private static void name(Problems problems, String name) {
        String wrong = nameProblem(name);
        if (wrong != null) {
            problems.add("polymongo.pools: '" + Shown.text(name) + "' is not a pool's name: " + wrong);
        }
    }

    private static void sized(
            Problems problems,
            Effective effective,
            @Nullable BudgetConfig budget,
            String name,
            PoolDefinition definition) {
        if (definition.uri() == null && definition.maxSize() == null && definition.minIdle() == null) {
            // It follows the shared pool, whose problems are told once.
            return;
        }
        String shown = Shown.text(name);
        // The driver compares them as they are, although for it, too, a maximum of 0 means no bound.
        if (effective.minSize() > effective.maxSize()) {
            problems.add(
                    PoolKey.MIN_IDLE.key(shown),
                    effective.minSize(),
                    "is in effect, and more than " + PoolKey.MAX_SIZE.key(shown) + "=" + effective.maxSize()
                            + "; lower one or raise the other");
        }
        if (budget != null) {
            bounded(problems, PoolKey.MAX_SIZE.key(shown), effective, budget);
        }
    }

    private static void bounded(Problems problems, String key, Effective effective, BudgetConfig budget) {
        ConnectionCount.check(problems, key, effective, budget);
        if (effective.maxSize() == 0 && budget.maxTotalConnections() != null) {
            problems.add(
                    key,
                    0,
                    "has no bound, so that max-total-connections=" + budget.maxTotalConnections()
                            + " could not hold; give a number, or remove max-total-connections");
        }
    }

    private static String shown(Set<String> names) {
        return Shown.text(String.join(", ", new TreeSet<>(names)));
    }
}
