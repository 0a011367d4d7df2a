package io.polymongo.internal.handle;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSBucket;
import io.polymongo.internal.tx.CurrentTransaction;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes handles: proxies of the driver's interfaces, so that a newer driver's methods are there, too. Thread-safe; one
 * for each {@code PolyMongo}, so that nothing outlives it.
 */
public final class Handles {

    /**
     * Keyed by the proxy classes' own {@link Method} objects, of which each class has one for each method. Replaced by a
     * copy with one more method, never changed: a look-up then touches a table, and not the names of the method.
     */
    private volatile Map<Method, DriverMethod> methods = new IdentityHashMap<>();

    private final ReentrantLock learning = new ReentrantLock();
    private final CurrentTransaction transactions;

    /** Makes handles that join the transactions of one {@code PolyMongo}. */
    public Handles(CurrentTransaction transactions) {
        this.transactions = transactions;
    }

    /** A database's handle. */
    public MongoDatabase database(Route route) {
        Resolution<MongoDatabase> databases =
                new Resolution<>(database -> database.client().getDatabase(database.name()));
        return database(route, databases, false);
    }

    /** A collection's handle; the name is checked already. */
    public <T> MongoCollection<T> collection(Route route, String name, Class<T> documentClass) {
        Resolution<MongoDatabase> databases =
                new Resolution<>(database -> database.client().getDatabase(database.name()));
        return collection(route, databases, name, documentClass, false);
    }

    /** A GridFS bucket's handle; the name is checked already. */
    public GridFSBucket bucket(Route route, String name) {
        return BucketHandle.in(this, route, name);
    }

    MongoDatabase database(Route route, Resolution<MongoDatabase> databases, boolean ownTimeout) {
        return proxy(MongoDatabase.class, new DatabaseHandle(this, route, databases, ownTimeout));
    }

    <T> MongoCollection<T> collection(
            Route route, Resolution<MongoDatabase> databases, String name, Class<T> documentClass, boolean ownTimeout) {
        return CollectionHandle.in(this, route, databases, name, documentClass, ownTimeout);
    }

    CurrentTransaction transactions() {
        return transactions;
    }

    DriverMethod method(Method method, Class<?> type) {
        DriverMethod known = methods.get(method);
        return known != null ? known : learn(method, type);
    }

    private DriverMethod learn(Method method, Class<?> type) {
        learning.lock();
        try {
            Map<Method, DriverMethod> more = new IdentityHashMap<>(methods);
            DriverMethod learned = more.computeIfAbsent(method, unknown -> new DriverMethod(unknown, type));
            methods = more;
            return learned;
        } finally {
            learning.unlock();
        }
    }

    /** The driver's loader, and not the application's: it is the one that surely sees the interface. */
    static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
