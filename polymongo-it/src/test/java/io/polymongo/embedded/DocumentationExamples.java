package io.polymongo.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoConfig;
import io.polymongo.embedded.junit.EmbeddedDatabase;
import io.polymongo.embedded.junit.EmbeddedMongoTest;
import javax.net.ssl.SSLContext;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** The Java of the how-to guides that needs the embedded server, compiled here; the library's module compares. */
class DocumentationExamples {

    @EmbeddedMongoTest
    class OrdersTest {

        @Test
        void ordersAreKept(EmbeddedDatabase database) {
            try (MongoClient client = MongoClients.create(database.connectionString())) {
                MongoCollection<Document> orders =
                        client.getDatabase(database.name()).getCollection("orders");
                orders.insertOne(new Document("item", "pen"));
                assertThat(orders.countDocuments()).isOne();
            }
        }
    }

    static PolyMongoConfig tenants(EmbeddedDatabase database) {
        PolyMongoConfig config = PolyMongoConfig.builder()
                .uri(database.connectionString())
                .defaultDatabase(database.name())
                .metadataDatabase(database.name() + "_metadata")
                .tenantDatabase(database.name() + "_tenant_{tenant}")
                .build();
        return config;
    }

    static void disturbed() {
        try (EmbeddedMongo server = EmbeddedMongo.builder().members(3).start();
                MongoClient client = MongoClients.create(server.connectionString())) {
            MongoCollection<Document> orders = client.getDatabase("shop").getCollection("orders");

            server.failNext("insert", 91); // the driver tries again, and nobody notices
            orders.insertOne(new Document("item", "pen"));

            server.stepDown(); // another member is elected
            orders.insertOne(new Document("item", "ink"));

            int primary = server.primary().orElseThrow();
            server.kill(primary); // its connections break; two of three are a majority
            orders.insertOne(new Document("item", "nib"));
            server.restart(primary);
        }
    }

    static void transactions() {
        try (EmbeddedMongo server = EmbeddedMongo.builder().start();
                PolyMongo polyMongo = PolyMongo.create(
                        PolyMongoConfig.builder().uri(server.connectionString()).build())) {
            MongoCollection<Document> orders = polyMongo.database("shop").getCollection("orders");

            server.failNext("insert", 112); // a write conflict: the work is done again
            polyMongo.transaction(() -> orders.insertOne(new Document("item", "pen")));

            server.closeNext("commitTransaction"); // nobody knows: the commit is sent again
            polyMongo.transaction(() -> orders.insertOne(new Document("item", "ink")));

            assertThat(orders.countDocuments()).isEqualTo(2);
        }
    }

    static void secured(SSLContext sslContext) {
        EmbeddedMongo server = EmbeddedMongo.builder()
                .user("root", "secret", "root")
                .user("app", "secret", "readWrite@shop")
                .tls(sslContext)
                .start();
    }
}
