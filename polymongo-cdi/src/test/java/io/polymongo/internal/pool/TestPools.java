package io.polymongo.internal.pool;

import com.mongodb.client.MongoClient;
import io.polymongo.PolyMongoConfig;
import io.polymongo.internal.log.Log;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.LongSupplier;

/** Pools for tests that reach no server. */
public final class TestPools {

    private TestPools() {}

    /** The pools of a configuration, with clients of one's own. */
    public static PoolRegistry of(PolyMongoConfig config, ClientFactory factory) {
        return of(config, factory, System::nanoTime);
    }

    /** The same with a clock of one's own. */
    static PoolRegistry of(PolyMongoConfig config, ClientFactory factory, LongSupplier ticker) {
        return new PoolRegistry(
                config,
                new ClientSettings(config, List.of(), List.of()),
                factory,
                event -> {},
                Log.ofRuntime(),
                ticker);
    }

    /** A client that can be closed, and nothing else. */
    public static MongoClient idleClient() {
        return (MongoClient) Proxy.newProxyInstance(
                MongoClient.class.getClassLoader(), new Class<?>[] {MongoClient.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
