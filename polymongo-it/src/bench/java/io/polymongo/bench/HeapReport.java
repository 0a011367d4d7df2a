package io.polymongo.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import io.polymongo.DirectoryKind;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoConfig;
import io.polymongo.TenantSource;
import io.polymongo.internal.assembly.PolyMongoAssembly;
import java.lang.ref.Reference;
import java.util.Set;

/** Prints what a tenant that was served keeps on the heap, with stubs in the place of the driver's own handles. */
final class HeapReport {

    private static final int TENANTS = 10_000;

    private HeapReport() {}

    static void print() {
        System.out.println();
        System.out.println("Heap: " + TENANTS + " tenants served through one handle");
        System.out.println("wanted: at most 500 bytes for each");
        MongoClient client = StubDriver.client();
        try (PolyMongo polyMongo = new PolyMongoAssembly(PolyMongoConfig.builder()
                        .tenantSources(Set.of(TenantSource.SCOPE))
                        .tenantDirectory(DirectoryKind.OPEN)
                        .build())
                .clientFactory(settings -> client)
                .build()) {
            MongoCollection<User> users = polyMongo.model(User.class).tenant();
            // The first tenants bring what is there once, such as the table of hot handles.
            serve(polyMongo, users, "first-", 1_000);
            long before = used();
            serve(polyMongo, users, "tenant-", TENANTS);
            long after = used();
            Reference.reachabilityFence(users);
            System.out.printf(
                    "%.0f bytes for each, its id among them; the driver's objects are kept for some hundred only%n",
                    (after - before) / (double) TENANTS);
        }
    }

    private static void serve(PolyMongo polyMongo, MongoCollection<User> users, String prefix, int tenants) {
        for (int i = 0; i < tenants; i++) {
            polyMongo.tenants().call(prefix + i, users::countDocuments);
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }
}
