package io.polymongo.bench;

import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoConfig;
import io.polymongo.PolyMongoStats;
import io.polymongo.internal.assembly.PolyMongoAssembly;
import io.polymongo.internal.log.Log;
import io.polymongo.internal.pool.ClientSettings;
import io.polymongo.internal.pool.DatabaseAddress;
import io.polymongo.internal.pool.PoolRegistry;
import io.polymongo.internal.pool.PooledDatabase;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What pools cost by themselves, without a server: a lease that is taken and given back, and a look at the figures. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PoolsBenchmark {

    static final int DATABASES = 10_000;

    /** Pools whose clients are stubs. */
    @State(Scope.Benchmark)
    public static class Pools {

        PoolRegistry registry;
        DatabaseAddress same;

        @Setup
        public void open() {
            PolyMongoConfig config = PolyMongoConfig.builder().build();
            registry = new PoolRegistry(
                    config,
                    new ClientSettings(config, List.of(), List.of()),
                    settings -> StubDriver.client(),
                    event -> {},
                    Log.ofRuntime(),
                    System::nanoTime);
            same = registry.addressOf("same");
        }

        @TearDown
        public void close() {
            registry.close();
        }
    }

    /** A database of each thread's own. */
    @State(Scope.Thread)
    public static class Own {

        DatabaseAddress address;

        @Setup
        public void open(Pools pools) {
            address = pools.registry.addressOf("of " + Thread.currentThread().getId());
        }
    }

    /** Many databases on one client, each used. */
    @State(Scope.Benchmark)
    public static class Many {

        PolyMongo polyMongo;

        @Setup
        public void open() {
            polyMongo = new PolyMongoAssembly(PolyMongoConfig.builder().build())
                    .clientFactory(settings -> StubDriver.client())
                    .build();
            for (int i = 0; i < DATABASES; i++) {
                polyMongo
                        .database("database-" + i)
                        .getCollection("user", User.class)
                        .countDocuments();
            }
        }

        @TearDown
        public void close() {
            polyMongo.close();
        }
    }

    @Benchmark
    public PooledDatabase leaseOfSame(Pools pools) {
        return lease(pools.same);
    }

    @Benchmark
    public PooledDatabase leaseOfOwn(Own own) {
        return lease(own.address);
    }

    private static PooledDatabase lease(DatabaseAddress address) {
        PooledDatabase database = address.lease();
        database.giveBack();
        return database;
    }

    @Benchmark
    public PolyMongoStats stats(Many many) {
        return many.polyMongo.stats();
    }
}
