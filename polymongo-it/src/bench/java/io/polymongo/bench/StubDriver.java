package io.polymongo.bench;

import com.mongodb.ReadPreference;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.result.InsertOneResult;
import com.mongodb.connection.ClusterConnectionMode;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ClusterType;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import org.bson.BsonInt32;
import org.bson.conversions.Bson;

/**
 * A driver without a server, whose methods return constants and allocate nothing, so that what is left over is ours.
 *
 * <p>The stubs have only the methods that are called; a subclass without a body makes instances of them possible. A
 * {@link java.lang.reflect.Proxy} would not do: handles are proxies of the same interfaces, thus of the same classes,
 * and would share the profile by which these are compiled.
 */
final class StubDriver {

    private static final Map<Class<?>, Class<?>> SUBCLASSES = new ConcurrentHashMap<>();

    private StubDriver() {}

    static MongoClient client() {
        return instance(Client.class);
    }

    private static <T> T instance(Class<T> stub) {
        try {
            return stub.cast(SUBCLASSES
                    .computeIfAbsent(stub, StubDriver::subclass)
                    .getDeclaredConstructor()
                    .newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a stub of " + stub + " cannot be made", e);
        }
    }

    private static Class<?> subclass(Class<?> stub) {
        return new ByteBuddy()
                .subclass(stub)
                .make()
                .load(stub.getClassLoader(), ClassLoadingStrategy.UsingLookup.of(MethodHandles.lookup()))
                .getLoaded();
    }

    /** Makes a database for each look-up. */
    abstract static class Client implements MongoClient {

        private static final ClusterDescription NO_SERVERS =
                new ClusterDescription(ClusterConnectionMode.MULTIPLE, ClusterType.UNKNOWN, List.of());

        @Override
        public MongoDatabase getDatabase(String name) {
            return instance(Database.class);
        }

        @Override
        public ClusterDescription getClusterDescription() {
            return NO_SERVERS;
        }

        @Override
        public void close() {}
    }

    /** Has one collection, whatever its name. */
    abstract static class Database implements MongoDatabase {

        private final MongoCollection<?> collection = instance(Collection.class);

        @Override
        @SuppressWarnings("unchecked")
        public <T> MongoCollection<T> getCollection(String name, Class<T> documentClass) {
            return (MongoCollection<T>) collection;
        }

        @Override
        public String getName() {
            return "stub";
        }
    }

    /** Answers at once, and with the same every time. */
    abstract static class Collection<T> implements MongoCollection<T> {

        /** Beyond the numbers whose boxes the JDK keeps ready. */
        private static final long COUNT = 1_000_000;

        private static final InsertOneResult INSERTED = InsertOneResult.acknowledged(new BsonInt32(1));
        private static final FindIterable<?> FOUND = instance(Iterable.class);

        @Override
        public MongoCollection<T> withReadPreference(ReadPreference readPreference) {
            return this;
        }

        @Override
        public long countDocuments() {
            return COUNT;
        }

        @Override
        public long countDocuments(Bson filter) {
            return COUNT;
        }

        @Override
        public InsertOneResult insertOne(T document) {
            return INSERTED;
        }

        @Override
        @SuppressWarnings("unchecked")
        public FindIterable<T> find() {
            return (FindIterable<T>) FOUND;
        }

        @Override
        @SuppressWarnings("unchecked")
        public FindIterable<T> find(Bson filter) {
            return (FindIterable<T>) FOUND;
        }
    }

    /** Is only handed out. */
    abstract static class Iterable<T> implements FindIterable<T> {}
}
