package io.polymongo;

import com.mongodb.client.MongoCollection;

/**
 * A document class and its collection, for any database. Immutable, thread-safe, cheap to make, and reusable; injectable
 * as {@code Model<User>}.
 *
 * @param <T> the document class
 */
public interface Model<T> {

    /**
     * The collection in the default database.
     *
     * @return a handle; nothing is sent before it is used
     */
    MongoCollection<T> db();

    /**
     * The collection in a database.
     *
     * @param name the database's name
     * @return a handle; nothing is sent before it is used
     * @throws InvalidNameException for a name that MongoDB or {@code polymongo.prefer-uri} does not allow
     */
    MongoCollection<T> db(String name);

    /**
     * The collection in the caller's tenant's database, resolved at every call on the handle.
     *
     * @return the same as an injected {@code @Tenant MongoCollection<T>}
     */
    MongoCollection<T> tenant();
}
