package io.polymongo.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import io.polymongo.DirectoryKind;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoConfig;
import io.polymongo.TenantSource;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.internal.assembly.PolyMongoAssembly;
import java.util.List;
import java.util.Set;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * {@code find(eq).first()} through a tenant's handle beside the bare driver, on one server.
 *
 * <p>A round trip varies from second to second, and from JVM to JVM, by far more than what resolution costs: two JMH
 * benchmarks one after the other would measure the weather. So this single shot takes turns by itself, in small blocks
 * and all orders, and compares the blocks of one round only. A second bare collection takes its turns, too: its ratio
 * to the first is the noise. All three share one client, thus one connection: two clients of the same settings differ
 * by a factor of two, as the scheduler happens to place the threads behind their connections. JMH's part is a fresh JVM
 * for each shot, since what its compiler once chose stays: the shots, and not the rounds, are the independent samples.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
public class FindFirstBenchmark {

    private static final String TENANT = "acme";
    private static final int DOCUMENTS = 100;
    private static final int COMPILED_AFTER = 300_000;
    private static final int[][] ORDERS = {{0, 1, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}, {1, 0, 2}, {0, 2, 1}};

    @Param("5")
    public int blockMillis;

    @Param("600")
    public int rounds;

    @Param("4000")
    public int warmUpMillis;

    private EmbeddedMongo server;
    private PolyMongo polyMongo;
    private MongoClient client;
    private List<FindFirst> sides;

    /** What one shot finds out: medians over its rounds. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Outcome {

        public double injectedToBare;
        public double bareToBare;
        public double bareNanos;
        public double addedNanos;
    }

    @Setup
    public void open() {
        server = EmbeddedMongo.builder().start();
        polyMongo = new PolyMongoAssembly(PolyMongoConfig.builder()
                        .uri(server.connectionString())
                        .tenantSources(Set.of(TenantSource.HEADER))
                        .tenantDirectory(DirectoryKind.OPEN)
                        .build())
                .clientFactory(settings -> client = MongoClients.create(settings))
                .requestTenant(() -> TENANT)
                .build();
        MongoCollection<User> injected = polyMongo.model(User.class).tenant();
        for (int i = 0; i < DOCUMENTS; i++) {
            injected.insertOne(new User(i, "user " + i));
        }
        List<MongoCollection<User>> users = List.of(injected, bare(), bare());
        users.forEach(FindFirstBenchmark::compile);
        sides = users.stream().map(FindFirstBenchmark::side).toList();
    }

    private MongoCollection<User> bare() {
        return client.getDatabase("tenant_" + TENANT).getCollection("user", User.class);
    }

    /**
     * The bare sides warm each other up, and the injected one is alone with its part, which at some thousand round trips
     * a second would stay half compiled for most of the shot. Finding without reading sends nothing.
     */
    private static void compile(MongoCollection<User> users) {
        for (int i = 0; i < COMPILED_AFTER; i++) {
            users.find(Filters.eq(i));
        }
    }

    private static FindFirst side(MongoCollection<User> users) {
        return id -> users.find(Filters.eq(id)).first();
    }

    @Benchmark
    public void takeTurns(Outcome outcome) {
        rounds(Math.max(1, warmUpMillis / (blockMillis * 3)));
        double[][] nanos = rounds(rounds);
        double[] injectedToBare = new double[rounds];
        double[] bareToBare = new double[rounds];
        double[] bareNanos = new double[rounds];
        double[] addedNanos = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            // Throughput is the inverse of the time of a call.
            injectedToBare[i] = nanos[i][1] / nanos[i][0];
            bareToBare[i] = nanos[i][1] / nanos[i][2];
            bareNanos[i] = nanos[i][1];
            addedNanos[i] = nanos[i][0] - nanos[i][1];
        }
        outcome.injectedToBare = Median.of(injectedToBare).value();
        outcome.bareToBare = Median.of(bareToBare).value();
        outcome.bareNanos = Median.of(bareNanos).value();
        outcome.addedNanos = Median.of(addedNanos).value();
    }

    private double[][] rounds(int count) {
        double[][] nanos = new double[count][sides.size()];
        for (int round = 0; round < count; round++) {
            for (int side : ORDERS[round % ORDERS.length]) {
                nanos[round][side] = block(sides.get(side));
            }
        }
        return nanos;
    }

    /** The time of a call in one block. */
    private double block(FindFirst side) {
        long start = System.nanoTime();
        long end = start + blockMillis * 1_000_000L;
        long now = start;
        int calls = 0;
        while (now < end) {
            int id = calls++ % DOCUMENTS;
            if (side.byId(id).id() != id) {
                throw new IllegalStateException("another document was found");
            }
            now = System.nanoTime();
        }
        return (now - start) / (double) calls;
    }

    @TearDown
    public void close() {
        polyMongo.close();
        server.close();
    }

    /** One of those that take turns. */
    @FunctionalInterface
    interface FindFirst {
        User byId(int id);
    }
}
