package io.polymongo.bench;

import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import io.polymongo.DirectoryKind;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoConfig;
import io.polymongo.TenantSource;
import io.polymongo.internal.assembly.PolyMongoAssembly;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.conversions.Bson;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a call through a tenant's handle costs more than the same call on the driver's object, without a server. Each
 * method makes the same loop of calls, {@code direct…} on the stubs, the others on handles:
 *
 * <ul>
 *   <li>{@code request…}: the tenant comes from the request, another one at each call;
 *   <li>{@code scope…}: one scope around all calls;
 *   <li>{@code entered…}: a scope around each call, which is a cost of scopes and not of handles;
 *   <li>{@code derived…}: like {@code request…}, on a handle made by {@code withReadPreference}.
 * </ul>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ResolutionBenchmark.CALLS)
public class ResolutionBenchmark {

    static final int CALLS = 100;

    private static final Bson FILTER = Filters.eq(1);

    @Param({"1", "100"})
    public int tenants;

    private final String[] ids = new String[CALLS];
    private final List<MongoCollection<User>> direct = new ArrayList<>();
    private PolyMongo polyMongo;
    private MongoCollection<User> users;
    private MongoCollection<User> derived;
    private String requested;
    private int scopes;

    @Setup
    public void open() {
        MongoClient client = StubDriver.client();
        polyMongo = new PolyMongoAssembly(PolyMongoConfig.builder()
                        .tenantSources(Set.of(TenantSource.HEADER))
                        .tenantDirectory(DirectoryKind.OPEN)
                        .build())
                .clientFactory(settings -> client)
                .requestTenant(() -> requested)
                .build();
        users = polyMongo.model(User.class).tenant();
        derived = users.withReadPreference(ReadPreference.secondary());
        for (int i = 0; i < CALLS; i++) {
            ids[i] = "tenant-" + i % tenants;
            direct.add(client.getDatabase(ids[i]).getCollection("user", User.class));
        }
        ApplicationProfile.leave(polyMongo, users, id -> requested = id);
    }

    @TearDown
    public void close() {
        polyMongo.close();
    }

    @Benchmark
    public void directValue(Blackhole sink) {
        for (int i = 0; i < CALLS; i++) {
            requested = ids[i];
            sink.consume(direct.get(i).countDocuments(FILTER));
        }
    }

    @Benchmark
    public void directIterable(Blackhole sink) {
        for (int i = 0; i < CALLS; i++) {
            requested = ids[i];
            sink.consume(direct.get(i).find(FILTER));
        }
    }

    @Benchmark
    public void requestValue(Blackhole sink) {
        values(users, sink);
    }

    @Benchmark
    public void requestIterable(Blackhole sink) {
        iterables(users, sink);
    }

    @Benchmark
    public void derivedValue(Blackhole sink) {
        values(derived, sink);
    }

    @Benchmark
    public void derivedIterable(Blackhole sink) {
        iterables(derived, sink);
    }

    @Benchmark
    public void scopeValue(Blackhole sink) {
        polyMongo.tenants().run(nextScope(), () -> values(users, sink));
    }

    @Benchmark
    public void scopeIterable(Blackhole sink) {
        polyMongo.tenants().run(nextScope(), () -> iterables(users, sink));
    }

    @Benchmark
    public void enteredValue(Blackhole sink) {
        for (int i = 0; i < CALLS; i++) {
            sink.consume((long) polyMongo.tenants().call(ids[i], () -> users.countDocuments(FILTER)));
        }
    }

    private void values(MongoCollection<User> handle, Blackhole sink) {
        for (int i = 0; i < CALLS; i++) {
            requested = ids[i];
            sink.consume(handle.countDocuments(FILTER));
        }
    }

    private void iterables(MongoCollection<User> handle, Blackhole sink) {
        for (int i = 0; i < CALLS; i++) {
            requested = ids[i];
            sink.consume(handle.find(FILTER));
        }
    }

    private String nextScope() {
        scopes = scopes + 1 == CALLS ? 0 : scopes + 1;
        return ids[scopes];
    }
}
