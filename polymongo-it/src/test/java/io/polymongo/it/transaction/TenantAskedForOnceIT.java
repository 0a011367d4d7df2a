package io.polymongo.it.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import io.polymongo.DirectoryKind;
import io.polymongo.PolyMongo;
import io.polymongo.TenantSource;
import io.polymongo.internal.assembly.PolyMongoAssembly;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Asking the container for the request's tenant is not free, and two answers to one call could differ. */
@OnServer
class TenantAskedForOnceIT {

    @Test
    void byEachCallInATransaction(TestDatabases databases) {
        AtomicInteger asked = new AtomicInteger();
        try (PolyMongo polyMongo = new PolyMongoAssembly(databases
                        .config()
                        .tenantSources(Set.of(TenantSource.HEADER))
                        .tenantDirectory(DirectoryKind.OPEN)
                        .build())
                .requestTenant(() -> {
                    asked.incrementAndGet();
                    return "acme";
                })
                .build()) {
            MongoCollection<Document> users =
                    polyMongo.model(Document.class, "users").tenant();
            polyMongo.transaction(() -> {
                users.insertOne(new Document("_id", 1));
                int before = asked.get();
                users.insertOne(new Document("_id", 2));
                assertThat(asked.get() - before).isOne();
                return null;
            });
            assertThat(users.countDocuments()).isEqualTo(2);
        }
    }
}
