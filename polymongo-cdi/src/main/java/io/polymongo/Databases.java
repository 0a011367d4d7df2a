package io.polymongo;

import java.time.Duration;
import java.util.List;

/** Databases as wholes, each on the pool that it is in. Thread-safe. */
public interface Databases {

    /**
     * The databases that exist, of all pools. Asks each pool's servers for names only, and connects pools that are not.
     *
     * @return the names, sorted, without the server's own ({@code admin}, {@code config}, {@code local}) and the metadata
     *     database; of a cluster that several pools reach, each once
     * @throws com.mongodb.MongoException if a pool's servers do not answer
     */
    List<String> names();

    /**
     * Asks the primary of a database's pool for an answer.
     *
     * @param name the database's name
     * @return how long the answer took, with the wait for a server and a connection
     * @throws InvalidNameException for a name that MongoDB or {@code polymongo.prefer-uri} does not allow
     * @throws com.mongodb.MongoException why there was none within {@code polymongo.connect-timeout}
     */
    Duration ping(String name);

    /**
     * Drops a database with all its data: refuses new work on it, waits for what is in progress up to
     * {@code polymongo.close-timeout}, and drops it. What does not exist is no error. A tenant whose database it is stays
     * known.
     *
     * @param name the database's name
     * @throws PolyMongoException {@link ErrorId#DATABASE_PROTECTED} for a database of the server's or PolyMongo's own;
     *     {@link ErrorId#DATABASE_IN_USE} if work was still in progress, and then nothing is dropped
     * @throws InvalidNameException for a name that MongoDB or {@code polymongo.prefer-uri} does not allow
     * @throws TransactionException in a transaction
     * @throws com.mongodb.MongoException why the server did not drop it
     */
    void drop(String name);

    /**
     * The figures of a database, as the server's {@code dbStats} gives them.
     *
     * @param name the database's name
     * @return the figures; zeros for a database that does not exist
     * @throws InvalidNameException for a name that MongoDB or {@code polymongo.prefer-uri} does not allow
     * @throws com.mongodb.MongoException why the server did not answer
     */
    DatabaseStats stats(String name);
}
