package io.polymongo.internal.assembly;

import com.mongodb.TransactionOptions;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSBucket;
import io.polymongo.Databases;
import io.polymongo.Model;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoConfig;
import io.polymongo.PolyMongoEvent;
import io.polymongo.PolyMongoStats;
import io.polymongo.Pools;
import io.polymongo.State;
import io.polymongo.Tenants;
import io.polymongo.TransactionWork;
import io.polymongo.TxType;
import io.polymongo.internal.config.CollectionNames;
import io.polymongo.internal.config.Effective;
import io.polymongo.internal.handle.Handles;
import io.polymongo.internal.handle.Route;
import io.polymongo.internal.log.Log;
import io.polymongo.internal.observe.EventHub;
import io.polymongo.internal.observe.ReadinessProbe;
import io.polymongo.internal.pool.DatabaseLife;
import io.polymongo.internal.pool.DatabaseNames;
import io.polymongo.internal.pool.Pool;
import io.polymongo.internal.pool.PoolLife;
import io.polymongo.internal.pool.PoolRegistry;
import io.polymongo.internal.pool.PooledDatabase;
import io.polymongo.internal.tenant.TenantLife;
import io.polymongo.internal.tx.CurrentTransaction;
import io.polymongo.internal.tx.TransactionSettings;
import io.polymongo.internal.tx.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A {@link PolyMongo} on the shared pool. Thread-safe. */
public final class AssembledPolyMongo implements PolyMongo {

    private final PolyMongoConfig config;
    private final String defaultDatabase;
    private final Log log;
    private final EventHub events;
    private final DatabaseNames names;
    private final PoolRegistry pools;
    private final PoolLife poolLife;
    private final DatabaseLife databases;
    private final TenantLife tenants;
    private final Handles handles;
    private final Route toTenant;
    private final Transactions transactions;
    private final CurrentTransaction currentTransaction;
    private final ReadinessProbe readiness;
    private final PoolsAtStart poolsAtStart;
    private final ShutdownHook shutdownHook = new ShutdownHook(this::close);

    AssembledPolyMongo(
            PolyMongoConfig config,
            Log log,
            EventHub events,
            DatabaseNames names,
            PoolRegistry pools,
            PoolLife poolLife,
            DatabaseLife databases,
            TenantLife tenants,
            Handles handles,
            Transactions transactions,
            CurrentTransaction currentTransaction,
            ReadinessProbe readiness,
            PoolsAtStart poolsAtStart) {
        this.config = config;
        this.defaultDatabase = Effective.of(config.connection(), config.pool()).database();
        this.log = log;
        this.events = events;
        this.names = names;
        this.pools = pools;
        this.poolLife = poolLife;
        this.databases = databases;
        this.tenants = tenants;
        this.handles = handles;
        this.toTenant = Route.toTenant(tenants);
        this.transactions = transactions;
        this.currentTransaction = currentTransaction;
        this.readiness = readiness;
        this.poolsAtStart = poolsAtStart;
    }

    /** Connects what shall be connected while the application starts; where that must fail, nothing is left open. */
    public void start(boolean servesTenants) {
        try {
            poolsAtStart.connect(servesTenants);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The configuration it was made of. */
    public PolyMongoConfig config() {
        return config;
    }

    /** Whether calls would be served. */
    public ReadinessProbe readiness() {
        return readiness;
    }

    /** Who is told of events. */
    public EventHub events() {
        return events;
    }

    /** What its parts write their lines to. */
    public Log log() {
        return log;
    }

    /** The handle of the caller's tenant's database. */
    public MongoDatabase tenantDatabase() {
        return handles.database(toTenant);
    }

    /** The handle of a collection in the caller's tenant's database. */
    <T> MongoCollection<T> tenantCollection(String name, Class<T> documentClass) {
        return handles.collection(toTenant, name, documentClass);
    }

    /** The handle of a collection in the default database. */
    <T> MongoCollection<T> collection(String name, Class<T> documentClass) {
        return handles.collection(route(defaultDatabase), name, documentClass);
    }

    /** The handle of a collection in a database. */
    <T> MongoCollection<T> collection(String database, String name, Class<T> documentClass) {
        return handles.collection(route(names.check(database)), name, documentClass);
    }

    private Route route(String database) {
        return Route.to(pools.addressOf(database));
    }

    @Override
    public MongoDatabase database() {
        return handles.database(route(defaultDatabase));
    }

    @Override
    public MongoDatabase database(String name) {
        return handles.database(route(names.check(name)));
    }

    @Override
    public <T> Model<T> model(Class<T> documentClass) {
        return model(documentClass, CollectionNames.of(documentClass));
    }

    @Override
    public <T> Model<T> model(Class<T> documentClass, String collection) {
        return new AssembledModel<>(this, documentClass, CollectionNames.check(collection));
    }

    @Override
    public GridFSBucket bucket(String database, String name) {
        return handles.bucket(route(names.check(database)), CollectionNames.check(name));
    }

    @Override
    public GridFSBucket tenantBucket(String name) {
        return handles.bucket(toTenant, CollectionNames.check(name));
    }

    /** A GridFS bucket in the default database. */
    public GridFSBucket bucket(String name) {
        return handles.bucket(route(defaultDatabase), CollectionNames.check(name));
    }

    /** Runs work in transactions as settings say. */
    public Transactions transactions() {
        return transactions;
    }

    @Override
    public <R extends @Nullable Object, X extends Exception> R transaction(TransactionWork<R, X> work) throws X {
        return transactions.call(TransactionSettings.DEFAULT, work);
    }

    @Override
    public <R extends @Nullable Object, X extends Exception> R transaction(
            String database, TransactionOptions options, TransactionWork<R, X> work) throws X {
        Pool pool = pools.poolOf(names.check(database));
        return transactions.call(new TransactionSettings(TxType.REQUIRED, true, List.of(), options, pool), work);
    }

    @Override
    public void setRollbackOnly() {
        transactions.setRollbackOnly();
    }

    @Override
    public boolean isTransactionActive() {
        return currentTransaction.isOpen();
    }

    @Override
    public Optional<ClientSession> currentSession() {
        return currentTransaction.session();
    }

    @Override
    public ClientSession startSession(String database) {
        return withClient(database, MongoClient::startSession);
    }

    @Override
    public <R extends @Nullable Object> R withClient(String database, Function<MongoClient, R> body) {
        PooledDatabase leased = pools.addressOf(names.check(database)).lease();
        try {
            return body.apply(leased.client());
        } catch (IllegalStateException e) {
            throw leased.toldOf(e);
        } finally {
            leased.giveBack();
        }
    }

    @Override
    public Pools pools() {
        return poolLife;
    }

    @Override
    public Databases databases() {
        return databases;
    }

    /**
     * The tenant of this thread, and the mark that a transaction is open on it, for a thread that works on its behalf:
     * entered there, and left again by what that returns.
     */
    public Supplier<Runnable> carry() {
        return carried(tenants.current().orElse(null), currentTransaction.mark());
    }

    /** The same with no tenant and no transaction. */
    public Supplier<Runnable> carryNothing() {
        return carried(null, currentTransaction::enterNone);
    }

    private Supplier<Runnable> carried(@Nullable String tenant, Supplier<Runnable> mark) {
        return () -> {
            Runnable leaveTenant = tenants.enter(tenant);
            Runnable leaveMark = mark.get();
            return () -> {
                leaveMark.run();
                leaveTenant.run();
            };
        };
    }

    @Override
    public Tenants tenants() {
        return tenants;
    }

    @Override
    public State state() {
        return pools.state();
    }

    @Override
    public boolean isConnected() {
        return state() == State.CONNECTED;
    }

    @Override
    public PolyMongoStats stats() {
        return pools.stats();
    }

    @Override
    public AutoCloseable onEvent(Consumer<? super PolyMongoEvent> listener) {
        return events.subscribe(listener);
    }

    @Override
    public void connect() {
        pools.connect();
    }

    @Override
    public void disconnect() {
        disconnect(config.connection().closeTimeout());
    }

    @Override
    public void disconnect(Duration drain) {
        currentTransaction.requireNone("PolyMongo.disconnect");
        poolsAtStart.close();
        pools.disconnect(drain);
    }

    @Override
    public void createShutdownHook() {
        shutdownHook.create();
    }

    @Override
    public void close() {
        currentTransaction.requireNone("PolyMongo.close");
        shutdownHook.remove();
        poolsAtStart.close();
        try {
            pools.close();
        } finally {
            events.close();
            log.close();
        }
    }
}
