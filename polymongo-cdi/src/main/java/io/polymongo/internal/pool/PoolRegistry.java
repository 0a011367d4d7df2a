package io.polymongo.internal.pool;

import io.polymongo.ErrorId;
import io.polymongo.HealthPools;
import io.polymongo.PolyMongoConfig;
import io.polymongo.PolyMongoEvent;
import io.polymongo.PolyMongoException;
import io.polymongo.PolyMongoStats;
import io.polymongo.PoolDefinition;
import io.polymongo.State;
import io.polymongo.internal.config.Effective;
import io.polymongo.internal.config.PoolRules;
import io.polymongo.internal.log.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All pools of one {@code PolyMongo}, and which database is in which. Thread-safe; to ask where one is costs a look-up. */
public final class PoolRegistry implements AutoCloseable {

    private final PolyMongoConfig config;
    private final PoolParts parts;
    private final OwnedServer sharedServer = new OwnedServer();
    private final ConcurrentMap<String, OwnedServer> servers = new ConcurrentHashMap<>();
    private final Pool shared;
    private final ConcurrentMap<String, Pool> named = new ConcurrentHashMap<>();

    private final DatabasePlaces places;
    private final ReentrantLock changing = new ReentrantLock();
    private final MainSwitch mainSwitch;

    /**
     * Makes the pools that the configuration names; none connects.
     *
     * @param settings makes the settings of clients
     * @param factory makes clients
     * @param events told of what happens to pools
     * @param log where lines are written to
     * @param ticker the time in nanoseconds, {@link System#nanoTime} outside tests
     */
    public PoolRegistry(
            PolyMongoConfig config,
            ClientSettings settings,
            ClientFactory factory,
            Consumer<PolyMongoEvent> events,
            Log log,
            LongSupplier ticker) {
        this.config = config;
        Housekeeping housekeeping = new Housekeeping(this::doChores);
        this.parts = new PoolParts(
                settings,
                factory,
                new Gate(),
                new Budget(config.budget(), housekeeping::execute, log),
                new OpenCursors(config.log().debug(), ticker, log),
                housekeeping,
                events,
                log,
                ticker);
        this.shared = new Pool(Pool.SHARED, sharedTarget(), parts);
        this.places = new DatabasePlaces(shared);
        this.mainSwitch = new MainSwitch(parts, this::all);
        config.pools().forEach((name, definition) -> {
            Pool pool = new Pool(name, target(name, definition), parts);
            named.put(name, pool);
            places.move(definition.databases(), pool);
        });
    }

    private PoolTarget sharedTarget() {
        PoolDefinition definition = PoolDefinition.builder()
                .coldStart(config.connection().coldStart())
                .build();
        return new PoolTarget(definition, Effective.of(config.connection(), config.pool()), sharedServer);
    }

    private PoolTarget target(String name, PoolDefinition definition) {
        return new PoolTarget(
                definition,
                Effective.of(config.connection(), config.pool(), definition),
                definition.uri() != null ? servers.computeIfAbsent(name, unknown -> new OwnedServer()) : sharedServer);
    }

    /** The pool of every database that is in no other. */
    public Pool shared() {
        return shared;
    }

    /** All pools: the shared one, then the others by their names. */
    public List<Pool> all() {
        List<Pool> all = new ArrayList<>();
        all.add(shared);
        all.addAll(new TreeMap<>(named).values());
        return all;
    }

    /** A pool by name. */
    public Pool require(String name) {
        Pool pool = name.equals(Pool.SHARED) ? shared : named.get(name);
        if (pool == null) {
            throw new PolyMongoException(
                    ErrorId.POOL_UNKNOWN,
                    "there is no pool '" + name + "'; define it with pools().define(\"" + name
                            + "\", …) or polymongo.pools." + name + ".*, or name one of "
                            + new TreeMap<>(named).keySet());
        }
        return pool;
    }

    /**
     * The pool of a database.
     *
     * @param pool the pool's name where the caller knows it, or null
     */
    Pool poolOf(String database, @Nullable String pool) {
        return pool != null ? require(pool) : poolOf(database);
    }

    /** The pool that a database is in. */
    public Pool poolOf(String database) {
        return places.poolOf(database);
    }

    /**
     * The address of a database that the directory of tenants has placed.
     *
     * @param pool the pool's name that the directory says, or null for the one that the database is assigned to
     */
    public DatabaseAddress addressOf(String database, @Nullable String pool) {
        places.place(database, pool == null ? null : require(pool));
        return new DatabaseAddress(this, database, pool);
    }

    /** The address of a database in whichever pool it is in. */
    public DatabaseAddress addressOf(String database) {
        return new DatabaseAddress(this, database, null);
    }

    /** Refuses a definition that cannot be used. */
    void check(String name, PoolDefinition definition) {
        PoolRules.check(config, name, definition);
    }

    /** Defines a pool, or another target for one; the databases that it names move into it. */
    void define(String name, PoolDefinition definition) {
        PoolTarget target = target(name, definition);
        Pool pool;
        boolean isNew;
        changing.lock();
        try {
            Pool known = named.get(name);
            isNew = known == null;
            pool = known != null ? known : new Pool(name, target, parts);
            named.put(name, pool);
        } finally {
            changing.unlock();
        }
        // First the target, so that no database comes to the former one that was never there.
        OpenClient former = isNew ? null : pool.redefine(target);
        List<PooledDatabase> moved = places.move(definition.databases(), pool);
        try {
            if (!definition.coldStart()) {
                pool.connect();
            }
        } finally {
            long deadline = deadline(closeTimeout());
            if (former != null) {
                pool.former().finish(former, deadline);
            }
            moved.forEach(database -> await(database, deadline, pool));
        }
    }

    /** Puts databases into a pool; what is in progress on them ends where it began. */
    void assign(Pool pool, Collection<String> databases) {
        long deadline = deadline(closeTimeout());
        places.move(databases, pool).forEach(database -> await(database, deadline, pool));
    }

    private void await(PooledDatabase database, long deadline, Pool to) {
        long left = database.openClient().await(database, deadline);
        if (left > 0) {
            parts.log()
                    .ofPool(database.pool().name())
                    .warning("the database '" + database.name() + "' is in the pool '" + to.name() + "' now, but "
                            + left + " leases (calls, transactions, open cursors) are still out here");
        }
    }

    /** The databases that exist, sorted: of each server those that are in the pool by way of which they were found. */
    public SortedSet<String> databaseNames() {
        SortedSet<String> found = new TreeSet<>();
        for (Pool pool : all()) {
            List<String> there = pool.call(client -> client.listDatabaseNames().into(new ArrayList<>()));
            // A database of that name in another pool is another one.
            there.stream().filter(name -> poolOf(name) == pool).forEach(found::add);
        }
        return found;
    }

    /** A moment by the ticker. */
    long deadline(Duration from) {
        return parts.ticker().getAsLong() + from.toNanos();
    }

    /** How long closing waits for what is in progress. */
    public Duration closeTimeout() {
        return config.connection().closeTimeout();
    }

    /** Connects the shared pool; after {@link #disconnect} all may be used again. */
    public void connect() {
        mainSwitch.on();
        shared.connect();
    }

    /** Closes all clients until the next {@link #connect}; without any it does nothing. */
    public void disconnect(Duration drain) {
        mainSwitch.off(deadline(drain));
    }

    /** Closes all, for good; who comes second waits until the first one has. */
    @Override
    public void close() {
        mainSwitch.offForGood(deadline(closeTimeout()), () -> {
            servers.values().forEach(OwnedServer::close);
            sharedServer.close();
        });
    }

    /** The pools beside the shared one, for a check of all; none where only that is checked. */
    public List<Pool> alsoProbed() {
        return config.health().pools() == HealthPools.ALL ? all().subList(1, all().size()) : List.of();
    }

    /** The figures of all pools. */
    public PolyMongoStats stats() {
        List<Pool> all = all();
        return new PolyMongoStats(
                state(),
                all.stream().map(Pool::stats).toList(),
                all.stream()
                        .flatMap(Pool::databases)
                        .sorted(Comparator.comparing(PolyMongoStats.Database::name))
                        .toList());
    }

    /** How all of this stands: as the shared pool does. */
    public State state() {
        return shared.state();
    }

    /** What falls due without a call. */
    void doChores() {
        parts.cursors().sweep();
        all().forEach(Pool::closeIfIdle);
        parts.housekeeping().stopUnless(() -> all().stream().anyMatch(Pool::hasClient));
    }
}
