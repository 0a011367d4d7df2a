package io.polymongo.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import io.polymongo.PolyMongo;
import io.polymongo.Tenant;
import io.polymongo.Tenants;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

/** Many threads, many tenants, one application-scoped bean: each document carries its tenant and is found nowhere else. */
@OnServer
class IsolationLoadIT {

    private static final int THREADS = 64;
    private static final int TENANTS = 100;
    private static final int OPERATIONS = 200_000;

    public record Note(ObjectId id, String tenant, int thread) {}

    @ApplicationScoped
    static class Notes {
        @Inject
        @Tenant
        MongoCollection<Note> notes;

        void add(Note note) {
            notes.insertOne(note);
        }

        List<Note> of(int thread) {
            return notes.find(Filters.eq("thread", thread)).limit(5).into(new ArrayList<>());
        }
    }

    @Test
    void noDocumentIsEverAnotherTenants(TestDatabases databases) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed of the isolation load: " + seed);
        List<String> ids = IntStream.range(0, TENANTS).mapToObj(i -> "t" + i).toList();
        AtomicLongArray written = new AtomicLongArray(TENANTS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (WeldApplication application = WeldApplication.start(
                databases.properties(), Map.of("polymongo.tenant.sources", "scope"), Notes.class)) {
            Tenants tenants = application.get(Tenants.class);
            Notes notes = application.get(Notes.class);
            ids.forEach(tenants::provision);
            CyclicBarrier together = new CyclicBarrier(THREADS);
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                running.add(threads.submit(() -> {
                    Random random = new Random(seed + number);
                    together.await();
                    for (int i = 0; i < OPERATIONS / THREADS; i++) {
                        int tenant = random.nextInt(TENANTS);
                        String id = ids.get(tenant);
                        if (random.nextInt(4) == 0) {
                            tenants.run(id, () -> notes.add(new Note(new ObjectId(), id, number)));
                            written.incrementAndGet(tenant);
                        } else {
                            assertThat(tenants.call(id, () -> notes.of(number)))
                                    .allMatch(note -> note.tenant().equals(id));
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
            assertThat(application.get(PolyMongo.class).stats().pools())
                    .singleElement()
                    .satisfies(pool -> assertThat(pool.size()).isLessThanOrEqualTo(10));
        } finally {
            threads.shutdownNow();
        }
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            var found = databases
                    .raw()
                    .getDatabase(databases.name("tenant_t" + tenant))
                    .getCollection("note");
            assertThat(found.countDocuments()).isEqualTo(written.get(tenant));
            assertThat(found.countDocuments(Filters.ne("tenant", "t" + tenant))).isZero();
        }
    }
}
