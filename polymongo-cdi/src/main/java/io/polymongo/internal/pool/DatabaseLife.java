package io.polymongo.internal.pool;

import com.mongodb.client.MongoClient;
import io.polymongo.DatabaseStats;
import io.polymongo.Databases;
import io.polymongo.ErrorId;
import io.polymongo.PolyMongoException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The role object behind {@link Databases}. */
public final class DatabaseLife implements Databases {

    private final PoolRegistry pools;
    private final DatabaseNames names;
    private final Consumer<String> outsideTransactions;
    private final LongSupplier ticker;

    /**
     * Stands over all pools.
     *
     * @param outsideTransactions refuses what is named where a transaction is open
     * @param ticker the time in nanoseconds
     */
    public DatabaseLife(
            PoolRegistry pools, DatabaseNames names, Consumer<String> outsideTransactions, LongSupplier ticker) {
        this.pools = pools;
        this.names = names;
        this.outsideTransactions = outsideTransactions;
        this.ticker = ticker;
    }

    @Override
    public List<String> names() {
        return pools.databaseNames().stream().filter(names::isUsable).toList();
    }

    @Override
    public Duration ping(String name) {
        names.check(name);
        long begun = ticker.getAsLong();
        pools.poolOf(name).connect();
        return Duration.ofNanos(ticker.getAsLong() - begun);
    }

    @Override
    public void drop(String name) {
        outsideTransactions.accept("Databases.drop");
        names.checkUnprotected(name, "dropped");
        PooledDatabase database = pools.addressOf(name).look();
        OpenClient client = database.openClient();
        if (!database.beginDropping()) {
            throw OpenDatabases.dropping(database);
        }
        database.leases().refuse();
        boolean dropped = false;
        try {
            long left = client.await(database, pools.deadline(pools.closeTimeout()));
            if (left > 0) {
                throw new PolyMongoException(
                        ErrorId.DATABASE_IN_USE,
                        "the database '" + name + "' was not dropped: after " + pools.closeTimeout()
                                + " there were still " + left
                                + " leases out on it (calls, transactions, open cursors); end them, or give"
                                + " polymongo.close-timeout more time");
            }
            within(client, of -> {
                of.getDatabase(name).drop();
                return null;
            });
            dropped = true;
        } finally {
            if (dropped) {
                // What was known of the old one, such as its indexes, does not hold for the next.
                client.databases().forget(database);
            }
            database.endDropping();
            if (!dropped) {
                client.databases().readmit(database);
            }
        }
    }

    private static <R extends @Nullable Object> R within(OpenClient client, Function<MongoClient, R> work) {
        if (!client.takeWithin()) {
            throw client.pool().cutOff(null);
        }
        try {
            return work.apply(client.client());
        } catch (IllegalStateException e) {
            throw client.toldOf(e);
        } finally {
            client.giveBack();
        }
    }

    @Override
    public DatabaseStats stats(String name) {
        names.check(name);
        PooledDatabase database = pools.addressOf(name).lease();
        try {
            Document found =
                    database.client().getDatabase(name).runCommand(new BsonDocument("dbStats", new BsonInt32(1)));
            return new DatabaseStats(
                    name,
                    database.pool().name(),
                    number(found, "collections"),
                    number(found, "views"),
                    number(found, "objects"),
                    number(found, "dataSize"),
                    number(found, "storageSize"),
                    number(found, "indexes"),
                    number(found, "indexSize"));
        } catch (IllegalStateException e) {
            throw database.toldOf(e);
        } finally {
            database.giveBack();
        }
    }

    /** Servers give some as whole numbers and some as doubles. */
    private static long number(Document found, String field) {
        return found.get(field) instanceof Number number ? number.longValue() : 0;
    }
}
