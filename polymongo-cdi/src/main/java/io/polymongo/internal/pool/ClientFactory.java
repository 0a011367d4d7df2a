package io.polymongo.internal.pool;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;

/** Makes clients; the driver's own way everywhere but in benchmarks, which count our work alone. */
@FunctionalInterface
public interface ClientFactory {

    /** Makes a client, which starts to connect. */
    MongoClient create(MongoClientSettings settings);
}
