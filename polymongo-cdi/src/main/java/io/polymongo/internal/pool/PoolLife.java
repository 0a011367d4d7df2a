package io.polymongo.internal.pool;

import io.polymongo.ConfigurationException;
import io.polymongo.ErrorId;
import io.polymongo.PoolDefinition;
import io.polymongo.Pools;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The role object behind {@link Pools}: checks what is asked, and has it done. */
public final class PoolLife implements Pools {

    private final PoolRegistry pools;
    private final DatabaseNames names;
    private final Consumer<String> outsideTransactions;
    private final Consumer<String> byHand;

    /**
     * Stands over all pools.
     *
     * @param outsideTransactions refuses what is named where a transaction is open
     * @param byHand told of a pool that somebody is about to define or close, whom nothing may contradict
     */
    public PoolLife(
            PoolRegistry pools, DatabaseNames names, Consumer<String> outsideTransactions, Consumer<String> byHand) {
        this.pools = pools;
        this.names = names;
        this.outsideTransactions = outsideTransactions;
        this.byHand = byHand;
    }

    @Override
    public void define(String name, PoolDefinition definition) {
        outsideTransactions.accept("Pools.define");
        pools.check(name, definition);
        definition.databases().forEach(names::check);
        byHand.accept(name);
        pools.define(name, definition);
    }

    @Override
    public void assign(String pool, Collection<String> databases) {
        outsideTransactions.accept("Pools.assign");
        Set<String> checked = checked(databases);
        pools.assign(pools.require(pool), checked);
    }

    @Override
    public void dedicate(Collection<String> databases, PoolDefinition options) {
        outsideTransactions.accept("Pools.dedicate");
        if (!options.databases().isEmpty()) {
            throw new ConfigurationException(
                    ErrorId.CONFIGURATION_INVALID,
                    List.of("the options of dedicated pools name the databases " + new TreeSet<>(options.databases())
                            + ", but each pool gets the one that it is for; leave them out"));
        }
        Set<String> checked = checked(databases);
        List<PoolDefinition> each =
                checked.stream().map(database -> dedicated(options, database)).toList();
        each.forEach(definition -> pools.check(definition.databases().iterator().next(), definition));
        each.forEach(definition -> {
            String name = definition.databases().iterator().next();
            byHand.accept(name);
            pools.define(name, definition);
        });
    }

    private static PoolDefinition dedicated(PoolDefinition options, String database) {
        return new PoolDefinition(
                options.uri(),
                Set.of(database),
                options.maxSize(),
                options.minIdle(),
                options.closeAfterIdle(),
                options.coldStart());
    }

    private Set<String> checked(Collection<String> databases) {
        return databases.stream().map(names::checkMovable).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public void connect(String name) {
        pools.require(name).connect();
    }

    @Override
    public void close(String name) {
        outsideTransactions.accept("Pools.close");
        byHand.accept(name);
        pools.require(name).close(pools.deadline(pools.closeTimeout()));
    }

    @Override
    public Set<String> names() {
        return pools.all().stream().map(Pool::name).collect(Collectors.toUnmodifiableSet());
    }
}
