package io.polymongo.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.polymongo.embedded.internal.service.DataService;
import io.polymongo.it.server.LeakCheck;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Without a snapshot that is open, one version of each document is kept, and nothing of those that are gone. */
@ExtendWith(LeakCheck.class)
class MemoryIT {

    private static final int DOCUMENTS = 100_000;
    private static final int BATCH = 10_000;

    private final AtomicReference<DataService> data = new AtomicReference<>();

    @Test
    @Timeout(600)
    void manyDocumentsAndUpdatesOfThem() {
        try (EmbeddedMongo server = start();
                MongoClient client = Servers.client(server)) {
            MongoCollection<Document> things = things(client);
            for (int from = 0; from < DOCUMENTS; from += BATCH) {
                things.insertMany(documents(from, from + BATCH));
            }
            assertThat(versions()).isEqualTo(DOCUMENTS);

            assertThat(things.updateMany(Filters.empty(), Updates.inc("n", 1)).getModifiedCount())
                    .isEqualTo(DOCUMENTS);
            for (int i = 0; i < 1000; i++) {
                things.updateOne(Filters.eq(7), Updates.inc("n", 1));
            }
            assertThat(versions()).isEqualTo(DOCUMENTS);
            assertThat(things.find(Filters.eq(7)).first()).containsEntry("n", 1001);

            things.deleteMany(Filters.gte("_id", BATCH));
            assertThat(versions()).isEqualTo(BATCH);

            things.deleteMany(Filters.empty());
            assertThat(versions()).isZero();
        }
    }

    @Test
    void anOpenTransactionKeepsWhatItSeesAndLetsItGoAtItsEnd() {
        try (EmbeddedMongo server = start();
                MongoClient client = Servers.client(server)) {
            MongoCollection<Document> things = things(client);
            things.insertMany(documents(0, 100));
            try (ClientSession session = client.startSession()) {
                session.startTransaction();
                assertThat(things.countDocuments(session)).isEqualTo(100);
                for (int i = 0; i < 10; i++) {
                    things.updateMany(Filters.empty(), Updates.inc("n", 1));
                }
                assertThat(versions()).isEqualTo(200);
                assertThat(things.countDocuments(session, Filters.eq("n", 0))).isEqualTo(100);
                session.abortTransaction();
            }
            assertThat(versions()).isEqualTo(100);
        }
    }

    @Test
    void manyTransactionsLeaveNothing() {
        try (EmbeddedMongo server = start();
                MongoClient client = Servers.client(server)) {
            MongoCollection<Document> things = things(client);
            things.insertMany(documents(0, 10));
            for (int i = 0; i < 200; i++) {
                boolean commit = i % 2 == 0;
                try (ClientSession session = client.startSession()) {
                    session.startTransaction();
                    things.updateMany(session, Filters.empty(), Updates.inc("n", 1));
                    things.insertOne(session, new Document("_id", "of one"));
                    things.deleteOne(session, Filters.eq("of one"));
                    if (commit) {
                        session.commitTransaction();
                    } else {
                        session.abortTransaction();
                    }
                }
            }
            assertThat(versions()).isEqualTo(10);
            assertThat(things.countDocuments(Filters.eq("n", 100))).isEqualTo(10);
        }
    }

    private EmbeddedMongo start() {
        Settings settings = EmbeddedMongo.builder().oplogSize(100).settings();
        return EmbeddedMongo.start(settings, set -> {
            Assembly assembly = new Assembly(settings, set, InstantSource.system());
            data.set(assembly.data());
            return assembly.chain();
        });
    }

    private int versions() {
        return Objects.requireNonNull(data.get()).versions();
    }

    private static MongoCollection<Document> things(MongoClient client) {
        return client.getDatabase("memory").getCollection("things");
    }

    private static List<Document> documents(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new Document("_id", i).append("n", 0))
                .toList();
    }
}
