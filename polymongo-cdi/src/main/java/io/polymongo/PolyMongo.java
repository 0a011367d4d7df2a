package io.polymongo;

import com.mongodb.TransactionOptions;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSBucket;
import io.polymongo.internal.assembly.PolyMongoAssembly;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bson.codecs.configuration.CodecProvider;
import org.jspecify.annotations.Nullable;

/**
 * Any number of databases over one MongoDB connection pool. Thread-safe. In a CDI container it is an
 * {@code @ApplicationScoped} bean that the container closes; elsewhere {@link #create} makes it and its maker closes it.
 *
 * <p>Nothing connects before the first use (unless {@code polymongo.cold-start=false}). What the driver throws passes
 * through unchanged.
 */
public interface PolyMongo extends AutoCloseable {

    /**
     * Makes one without a container.
     *
     * @param config its configuration
     * @return a new instance that has not connected yet, whatever {@code cold-start} says; {@link #connect} does
     */
    static PolyMongo create(PolyMongoConfig config) {
        return builder(config).build();
    }

    /**
     * Makes one without a container, with what would be beans in one.
     *
     * @param config its configuration
     * @return a builder
     */
    static Builder builder(PolyMongoConfig config) {
        return new PolyMongoAssembly(config);
    }

    /**
     * The default database: {@code polymongo.default-database}, else the URI's, else {@code default}.
     *
     * @return a handle; nothing is sent before it is used
     */
    MongoDatabase database();

    /**
     * A database by name.
     *
     * @param name the database's name
     * @return a handle; nothing is sent before it is used
     * @throws InvalidNameException for a name that MongoDB or {@code polymongo.prefer-uri} does not allow
     */
    MongoDatabase database(String name);

    /**
     * A document class for use with any database; its collection is named by {@link CollectionName}, else after it.
     *
     * @param documentClass the document class
     * @param <T> the same
     * @return a reusable model
     * @throws InvalidNameException for a class that needs a name, such as {@code Document}
     */
    <T> Model<T> model(Class<T> documentClass);

    /**
     * A document class for use with any database, in a collection of another name.
     *
     * @param documentClass the document class
     * @param collection the collection's name
     * @param <T> the same as the document class
     * @return a reusable model
     * @throws InvalidNameException for a name that MongoDB does not allow
     */
    <T> Model<T> model(Class<T> documentClass, String collection);

    /**
     * A GridFS bucket in a database. Each operation, and each stream, stays in the transaction that it began in.
     *
     * @param database the database's name
     * @param name the bucket's name, {@code fs} in most applications
     * @return a handle; nothing is sent before it is used
     * @throws InvalidNameException for a name that MongoDB or {@code polymongo.prefer-uri} does not allow
     */
    GridFSBucket bucket(String database, String name);

    /**
     * A GridFS bucket in the database of whichever tenant calls. Each operation, and each stream, stays with the tenant
     * and in the transaction that it began in.
     *
     * @param name the bucket's name, {@code fs} in most applications
     * @return a handle; nothing is sent before it is used
     * @throws InvalidNameException for a name that MongoDB does not allow
     */
    GridFSBucket tenantBucket(String name);

    /**
     * Does work in a transaction that every handle of this {@code PolyMongo} joins by itself on this thread; joins one
     * that is open already. Repeats the work as {@link PolyTransactional} says.
     *
     * @param work the work; what it throws rolls the transaction back
     * @param <R> what the work returns
     * @param <X> what the work may throw
     * @return what the work returned when it was committed
     * @throws X what the work threw
     * @throws TransactionException if the transaction was rolled back although the work ended well, or if nobody knows
     *     whether it was committed
     * @throws com.mongodb.MongoException why the server did not commit
     */
    <R extends @Nullable Object, X extends Exception> R transaction(TransactionWork<R, X> work) throws X;

    /**
     * The same as {@link #transaction(TransactionWork)} for a transaction on the pool of a database, with options.
     *
     * @param database the name of a database in the pool that the transaction is for
     * @param options the driver's options for a transaction that begins here; the read preference is always primary
     * @param work the work; what it throws rolls the transaction back
     * @param <R> what the work returns
     * @param <X> what the work may throw
     * @return what the work returned when it was committed
     * @throws X what the work threw
     * @throws TransactionException as there, or if the options are none that a transaction can have
     * @throws com.mongodb.MongoException why the server did not commit
     */
    <R extends @Nullable Object, X extends Exception> R transaction(
            String database, TransactionOptions options, TransactionWork<R, X> work) throws X;

    /**
     * Has the transaction that is open on this thread rolled back at its end, without an error.
     *
     * @throws TransactionException {@link ErrorId#TRANSACTION_REQUIRED} if none is open
     */
    void setRollbackOnly();

    /**
     * Whether a transaction is open on this thread.
     *
     * @return true if calls through handles join it
     */
    boolean isTransactionActive();

    /**
     * The session of the transaction that is open on this thread, for code that takes a session. It cannot be ended, and
     * is of no use after the transaction or on another thread.
     *
     * @return the session, or empty where no transaction is open, or none of its calls has been made yet
     */
    Optional<ClientSession> currentSession();

    /**
     * Begins a session of the caller's own, to be given to calls explicitly, and to be closed. Calls in a transaction of
     * PolyMongo's refuse it. Calls with it are waited for when its pool is closed, but not what it is open for in between:
     * with another client of the pool it is of no use any more.
     *
     * @param database the name of a database in the pool whose session it shall be
     * @return an open session
     * @throws InvalidNameException for a name that MongoDB or {@code polymongo.prefer-uri} does not allow
     */
    ClientSession startSession(String database);

    /**
     * Works with the driver's client of a database's pool, which is not closed meanwhile. Nothing guards what is done with
     * it: it reaches every database of its cluster, joins no transaction, and knows no tenant. The client must neither be
     * kept nor closed.
     *
     * @param database the name of a database in the pool whose client it shall be
     * @param body the work
     * @param <R> what the work returns
     * @return what the work returned
     * @throws InvalidNameException for a name that MongoDB or {@code polymongo.prefer-uri} does not allow
     * @throws NotConnectedException while the pool is being closed, and after {@link #disconnect()} or {@link #close()}
     */
    <R extends @Nullable Object> R withClient(String database, Function<MongoClient, R> body);

    /**
     * The pools.
     *
     * @return always the same object
     */
    Pools pools();

    /**
     * Databases as wholes.
     *
     * @return always the same object
     */
    Databases databases();

    /**
     * The tenants.
     *
     * @return always the same object
     */
    Tenants tenants();

    /**
     * How this stands towards its cluster, read at this moment; sends nothing.
     *
     * @return the state
     */
    State state();

    /**
     * Whether {@link #state} is {@link State#CONNECTED}.
     *
     * @return true if so
     */
    boolean isConnected();

    /**
     * A snapshot of the figures; sends nothing.
     *
     * @return an immutable snapshot
     */
    PolyMongoStats stats();

    /**
     * Tells a listener of what happens to the pools from now on. It is called by one thread at a time, none of the driver's
     * and none of a caller's, for one event after the other in the order they came; other listeners do not wait for it, and
     * what it throws is logged. While it is busy, 256 events wait for it; what comes beyond that is dropped, counted and
     * said in the log. It has the context class loader of whoever subscribed it, and no tenant.
     *
     * @param listener what to call
     * @return ends the subscription and forgets what the listener has not had yet; {@link #close} does so, too, after it
     *     delivered what was waiting, for which it takes a second at most
     * @throws NotConnectedException after {@link #close}
     */
    AutoCloseable onEvent(Consumer<? super PolyMongoEvent> listener);

    /**
     * Connects, or connects again after {@link #disconnect}; returns when a server answered, at most
     * {@code polymongo.connect-timeout} later.
     *
     * @throws NotConnectedException after {@link #close}
     * @throws com.mongodb.MongoException why it could not; the client stays, so that a later use may succeed
     */
    void connect();

    /**
     * Closes all clients and their connections when the work that is in progress has ended, for which it waits up to
     * {@code polymongo.close-timeout}. New work gets {@link NotConnectedException} from the beginning on and until
     * {@link #connect}. Without a client it does nothing.
     *
     * @throws TransactionException in a transaction, which it would wait for
     */
    void disconnect();

    /**
     * The same with another time to wait. What has not ended by then ends with {@link NotConnectedException}, or with what
     * the driver says of it.
     *
     * @param drain how long to wait for work in progress; zero for not at all
     * @throws TransactionException in a transaction, which it would wait for
     */
    void disconnect(Duration drain);

    /** Like {@link #disconnect()}, and final. Further calls do nothing. */
    @Override
    void close();

    /**
     * Has the JVM call {@link #close} when it ends, by {@code SIGTERM} or otherwise: it waits for what is in progress, up
     * to {@code polymongo.close-timeout}. For applications without a container; a container closes what it made. To close
     * earlier takes it back. Further calls, and calls after {@link #close}, do nothing. Nothing here ever ends the JVM.
     */
    void createShutdownHook();

    /** What would be beans in a container. Not thread-safe; one use. */
    interface Builder {

        /**
         * Adds codecs, which come before the driver's own.
         *
         * @param provider the provider
         * @return this
         */
        Builder codecProvider(CodecProvider provider);

        /**
         * Adds a customizer of the client's settings, called in the order they were added.
         *
         * @param customizer the customizer
         * @return this
         */
        Builder customizer(MongoClientCustomizer customizer);

        /**
         * Adds a collection that each tenant has.
         *
         * @param spec the collection
         * @return this
         */
        Builder collectionSpec(CollectionSpec spec);

        /**
         * Uses an own directory of tenants.
         *
         * @param directory the directory
         * @return this
         */
        Builder directory(TenantDirectory directory);

        /**
         * Makes it.
         *
         * @return a new instance that has not connected yet
         * @throws ConfigurationException if an own directory stands beside {@code polymongo.tenant.directory}
         */
        PolyMongo build();
    }
}
