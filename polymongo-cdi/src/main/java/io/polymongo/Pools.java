package io.polymongo;

import java.util.Collection;
import java.util.Set;

/**
 * Pools beside the shared one: each has a client, connections and options of its own, for the databases that are in it.
 * A database is in exactly one pool, and everything about it goes there. What is done here lasts as long as this
 * {@link PolyMongo}; {@code polymongo.pools.*} defines pools for each start. Thread-safe.
 */
public interface Pools {

    /**
     * Defines a pool, or defines one anew: new work goes to the new client at once, and what is in progress on the former
     * ends there, for which this waits up to {@code polymongo.close-timeout}. The databases that the definition names move
     * into the pool; those that are in it stay. Connects at once only if {@link PoolDefinition#coldStart} is false.
     *
     * @param name the pool's name: what could be a database's name, and not {@code shared}
     * @param definition where it connects to, and how
     * @throws ConfigurationException for a name or definition that cannot be used
     * @throws TransactionException in a transaction
     * @throws com.mongodb.MongoException why it could not connect; the pool is defined all the same
     */
    void define(String name, PoolDefinition definition);

    /**
     * Puts databases into a pool. Calls from now on go there; those in progress end where they began, for which this waits
     * up to {@code polymongo.close-timeout}. No data is copied.
     *
     * @param pool the pool's name, {@code shared} among them
     * @param databases the databases' names
     * @throws PolyMongoException {@link ErrorId#POOL_UNKNOWN} for a pool that nobody defined;
     *     {@link ErrorId#DATABASE_PROTECTED} for {@code admin}, {@code config} and {@code local}
     * @throws InvalidNameException for a name that MongoDB or {@code polymongo.prefer-uri} does not allow
     * @throws TransactionException in a transaction
     */
    void assign(String pool, Collection<String> databases);

    /**
     * Gives each of some databases a pool of its own, which has the database's name.
     *
     * @param databases the databases' names
     * @param options for each of the pools; names no databases
     * @throws ConfigurationException for options that cannot be used
     * @throws PolyMongoException {@link ErrorId#DATABASE_PROTECTED} for {@code admin}, {@code config} and {@code local}
     * @throws InvalidNameException for a name that MongoDB or {@code polymongo.prefer-uri} does not allow
     * @throws TransactionException in a transaction
     */
    void dedicate(Collection<String> databases, PoolDefinition options);

    /**
     * Connects a pool; returns when a server answered, at most {@code polymongo.connect-timeout} later.
     *
     * @param name the pool's name
     * @throws PolyMongoException {@link ErrorId#POOL_UNKNOWN} for a pool that nobody defined
     * @throws NotConnectedException after {@link PolyMongo#disconnect()} or {@link PolyMongo#close()}
     * @throws com.mongodb.MongoException why it could not
     */
    void connect(String name);

    /**
     * Closes a pool's client: refuses new work, waits for what is in progress up to {@code polymongo.close-timeout}, and
     * closes. The pool keeps its definition: the next use opens it again.
     *
     * @param name the pool's name
     * @throws PolyMongoException {@link ErrorId#POOL_UNKNOWN} for a pool that nobody defined
     * @throws TransactionException in a transaction
     */
    void close(String name);

    /**
     * The names of all pools.
     *
     * @return the names, {@code shared} among them; an immutable copy
     */
    Set<String> names();
}
