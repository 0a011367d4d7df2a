package io.polymongo.bench;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.sun.management.ThreadMXBean;
import io.polymongo.PolyMongo;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.internal.cdi.RequestTenantHolder;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.context.control.RequestContextController;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
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
 * One insert in a transaction: {@code @PolyTransactional} in a container and {@code PolyMongo.transaction} beside the
 * driver's {@code withTransaction}, on one server and one client, in small blocks that take turns. A second side of the
 * driver's shows the noise. {@link FindFirstBenchmark} says why it is done like this.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
public class TransactionBenchmark {

    private static final String TENANT = "acme";
    private static final int COMPILED_AFTER = 300_000;

    private static final int ANNOTATED = 0;
    private static final int DRIVERS = 1;
    private static final int DRIVERS_AGAIN = 2;
    private static final int CALLED = 3;

    /** Each is at each place once, and once behind each other. */
    private static final int[][] ORDERS = {{0, 1, 3, 2}, {1, 2, 0, 3}, {2, 3, 1, 0}, {3, 0, 2, 1}};

    @Param("10")
    public int blockMillis;

    @Param("300")
    public int rounds;

    @Param("6000")
    public int warmUpMillis;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private EmbeddedMongo server;
    private Config config;
    private WeldContainer weld;
    private MongoClient client;
    private List<Insert> sides;
    private List<Consumer<Bson>> finds;
    private int inserted;

    /** What one shot finds out: medians over its rounds. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Outcome {

        public double annotatedToDrivers;
        public double calledToDrivers;
        public double driversToDrivers;
        public double driversNanos;
        public double annotatedBytes;
        public double calledBytes;
        public double driversBytes;
    }

    /** A block's time and allocation, for one transaction. */
    private record Block(double nanos, double bytes) {}

    @Setup
    public void open() {
        server = EmbeddedMongo.builder().start();
        config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "polymongo.uri", server.connectionString(),
                                "polymongo.tenant.sources", "header",
                                "polymongo.tenant.directory", "open"),
                        "benchmark",
                        100))
                .build();
        ConfigProviderResolver.instance()
                .registerConfig(config, Thread.currentThread().getContextClassLoader());
        weld = new Weld().addBeanClasses(Inserts.class).initialize();
        PolyMongo polyMongo = weld.select(PolyMongo.class).get();
        Inserts inserts = weld.select(Inserts.class).get();
        MongoCollection<User> injected = inserts.users();
        polyMongo.tenants().run(TENANT, () -> injected.insertOne(new User(inserted++, "user")));
        try (ClientSession session = polyMongo.startSession("any")) {
            client = (MongoClient) session.getOriginator();
        }
        sides = List.of(
                inserts::insert, drivers(), drivers(), user -> polyMongo.transaction(() -> injected.insertOne(user)));
        finds = List.of(inserts::find, driversFind(), filter -> polyMongo.transaction(() -> injected.find(filter)));
    }

    private MongoCollection<User> driversUsers() {
        return client.getDatabase("tenant_" + TENANT).getCollection("user", User.class);
    }

    /** {@link FindFirstBenchmark} says why: at some thousand round trips a second little would be compiled in time. */
    private static void compile(Consumer<Bson> find) {
        for (int i = 0; i < COMPILED_AFTER; i++) {
            find.accept(Filters.eq(i));
        }
    }

    private Consumer<Bson> driversFind() {
        MongoCollection<User> users = driversUsers();
        return filter -> {
            try (ClientSession session = client.startSession()) {
                session.withTransaction(() -> users.find(session, filter));
            }
        };
    }

    private Insert drivers() {
        MongoCollection<User> users = driversUsers();
        return user -> {
            try (ClientSession session = client.startSession()) {
                session.withTransaction(() -> users.insertOne(session, user));
            }
        };
    }

    /** All in one request, as its filter would have begun it. */
    @Benchmark
    public void takeTurns(Outcome outcome) {
        RequestContextController request =
                weld.select(RequestContextController.class).get();
        request.activate();
        try {
            weld.select(RequestTenantHolder.class).get().set(TENANT);
            finds.forEach(TransactionBenchmark::compile);
            compare(outcome);
        } finally {
            request.deactivate();
        }
    }

    private void compare(Outcome outcome) {
        rounds(Math.max(1, warmUpMillis / (blockMillis * sides.size())));
        Block[][] blocks = rounds(rounds);
        double[] annotated = new double[rounds];
        double[] called = new double[rounds];
        double[] drivers = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            // Throughput is the inverse of the time of a transaction.
            annotated[i] = blocks[i][DRIVERS].nanos() / blocks[i][ANNOTATED].nanos();
            called[i] = blocks[i][DRIVERS].nanos() / blocks[i][CALLED].nanos();
            drivers[i] = blocks[i][DRIVERS].nanos() / blocks[i][DRIVERS_AGAIN].nanos();
        }
        outcome.annotatedToDrivers = Median.of(annotated).value();
        outcome.calledToDrivers = Median.of(called).value();
        outcome.driversToDrivers = Median.of(drivers).value();
        outcome.driversNanos = median(blocks, DRIVERS, Block::nanos);
        outcome.annotatedBytes = median(blocks, ANNOTATED, Block::bytes);
        outcome.calledBytes = median(blocks, CALLED, Block::bytes);
        outcome.driversBytes = median(blocks, DRIVERS, Block::bytes);
    }

    private static double median(Block[][] blocks, int side, ToDoubleFunction<Block> of) {
        return Median.of(Arrays.stream(blocks)
                        .mapToDouble(round -> of.applyAsDouble(round[side]))
                        .toArray())
                .value();
    }

    private Block[][] rounds(int count) {
        Block[][] blocks = new Block[count][sides.size()];
        for (int round = 0; round < count; round++) {
            for (int side : ORDERS[round % ORDERS.length]) {
                blocks[round][side] = block(sides.get(side));
            }
        }
        return blocks;
    }

    private Block block(Insert side) {
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        long end = start + blockMillis * 1_000_000L;
        long now = start;
        int calls = 0;
        while (now < end) {
            side.insert(new User(inserted++, "user"));
            calls++;
            now = System.nanoTime();
        }
        double allocated = threads.getCurrentThreadAllocatedBytes() - bytes;
        return new Block((now - start) / (double) calls, allocated / calls);
    }

    @TearDown
    public void close() {
        weld.close();
        ConfigProviderResolver.instance().releaseConfig(config);
        server.close();
    }

    /** One of those that take turns. */
    @FunctionalInterface
    interface Insert {
        void insert(User user);
    }
}
