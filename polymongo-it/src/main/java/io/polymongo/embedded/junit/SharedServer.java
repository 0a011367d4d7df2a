package io.polymongo.embedded.junit;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.polymongo.embedded.EmbeddedMongo;
import java.util.concurrent.atomic.AtomicInteger;

/** A server for the tests of a run, and the client that tidies up after them. Thread-safe. */
final class SharedServer implements AutoCloseable {

    private final AtomicInteger databases = new AtomicInteger();
    private final EmbeddedMongo mongo;
    private final MongoClient client;

    private SharedServer(EmbeddedMongo mongo) {
        this.mongo = mongo;
        this.client = MongoClients.create(mongo.connectionString());
    }

    static SharedServer start(int members) {
        return new SharedServer(EmbeddedMongo.builder().members(members).start());
    }

    EmbeddedMongo mongo() {
        return mongo;
    }

    /** A database that nobody has. */
    Lease lease() {
        String name = "test_" + databases.incrementAndGet();
        String uri = mongo.connectionString().replace("/?", "/" + name + "?");
        return new Lease(new EmbeddedDatabase(name, uri), this);
    }

    /** Drops it, and those that are called after it. */
    void drop(EmbeddedDatabase database) {
        for (String name : client.listDatabaseNames()) {
            if (name.equals(database.name()) || name.startsWith(database.name() + "_")) {
                client.getDatabase(name).drop();
            }
        }
    }

    @Override
    public void close() {
        client.close();
        mongo.close();
    }
}
