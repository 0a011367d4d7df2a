package io.polymongo.it.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import io.polymongo.PolyMongo;
import io.polymongo.PoolDefinition;
import io.polymongo.internal.assembly.PolyMongoAssembly;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thousand clients one after the other leave nothing behind: no thread, socket, lease or object. */
@OnServer
@Timeout(600)
class OpenCloseCyclesIT {

    private static final int CYCLES = 1_000;
    private static final String APPLICATION = "cycles";

    @Test
    void leaveNothing(TestDatabases databases) {
        List<WeakReference<MongoClient>> clients = new ArrayList<>();
        String kept = databases.name("kept");
        String closed = databases.name("closed");
        try (PolyMongo polyMongo = new PolyMongoAssembly(databases
                        .config()
                        .uri(databases.uri() + (databases.uri().contains("?") ? "&" : "/?") + "appName=" + APPLICATION)
                        .pool(
                                "named",
                                PoolDefinition.builder()
                                        .databases(Set.of(closed))
                                        .build())
                        .build())
                .clientFactory(settings -> {
                    MongoClient client = MongoClients.create(settings);
                    clients.add(new WeakReference<>(client));
                    return client;
                })
                .build()) {
            MongoCollection<Document> fixed = polyMongo.database(closed).getCollection("x");
            MongoCollection<Document> other =
                    polyMongo.model(Document.class, "x").db(closed);
            polyMongo.database(kept).getCollection("x").insertOne(new Document());
            cycle(polyMongo, fixed, other);
            long threads = threads();
            int sockets = Sockets.of(databases.raw(), APPLICATION);

            for (int i = 1; i < CYCLES; i++) {
                cycle(polyMongo, fixed, other);
            }

            assertThat(databases.raw().getDatabase(closed).getCollection("x").estimatedDocumentCount())
                    .isEqualTo(2 * CYCLES);
            assertThat(clients).as("the shared one, and one for each cycle").hasSize(1 + CYCLES);
            await().alias("threads").until(() -> threads() <= threads);
            await().alias("sockets").until(() -> Sockets.of(databases.raw(), APPLICATION) <= sockets);
            // The shared one, and the last one, which the handles have in hand until they are used again.
            await().alias("clients on the heap").until(() -> {
                System.gc();
                return clients.stream().filter(each -> each.get() != null).count() <= 2;
            });
            assertThat(polyMongo.stats().pools())
                    .hasSize(2)
                    .allSatisfy(pool -> assertThat(pool.inUse()).isZero())
                    .allSatisfy(pool -> assertThat(pool.leases()).isZero());
        }
        await().alias("sockets").until(() -> Sockets.of(databases.raw(), APPLICATION) == 0);
    }

    private static void cycle(PolyMongo polyMongo, MongoCollection<Document> fixed, MongoCollection<Document> other) {
        fixed.insertOne(new Document());
        other.insertOne(new Document());
        try (MongoCursor<Document> cursor = fixed.find().batchSize(1).cursor()) {
            assertThat(cursor.hasNext()).isTrue();
        }
        polyMongo.pools().close("named");
    }

    /** Of the driver and of ours. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("cluster-")
                        || name.startsWith("polymongo-")
                        || name.startsWith("MaintenanceTimer"))
                .count();
    }
}
