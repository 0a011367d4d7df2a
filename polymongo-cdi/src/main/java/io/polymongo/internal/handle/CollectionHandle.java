package io.polymongo.internal.handle;

import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.polymongo.ErrorId;
import io.polymongo.TenantBoundaryException;
import io.polymongo.internal.config.CollectionNames;
import io.polymongo.internal.pool.PooledDatabase;
import org.jspecify.annotations.Nullable;

/** Behind each {@link MongoCollection} that PolyMongo gives out. */
final class CollectionHandle extends Handle<MongoCollection<?>> {

    private final String name;
    private final Class<?> documentClass;

    private CollectionHandle(
            Handles handles,
            Route route,
            Resolution<MongoCollection<?>> resolution,
            String name,
            Class<?> documentClass) {
        super(handles, route, resolution, MongoCollection.class);
        this.name = name;
        this.documentClass = documentClass;
    }

    @SuppressWarnings("unchecked")
    static <T> MongoCollection<T> in(
            Handles handles, Route route, Resolution<MongoDatabase> databases, String name, Class<T> documentClass) {
        Resolution<MongoCollection<?>> resolution = new Resolution<>((client, database) -> {
            CollectionNames.checkNamespace(database.name(), name);
            return databases.in(client, database).getCollection(name, documentClass);
        });
        return Handles.proxy(
                MongoCollection.class, new CollectionHandle(handles, route, resolution, name, documentClass));
    }

    @Override
    Object derive(DriverMethod with, Object[] arguments) {
        Resolution<MongoCollection<?>> derived = then(with, arguments);
        Class<?> derivedClass = arguments[0] instanceof Class<?> other ? other : documentClass;
        return Handles.proxy(MongoCollection.class, new CollectionHandle(handles, route, derived, name, derivedClass));
    }

    @Override
    @Nullable
    Object call(DriverMethod called, Object @Nullable [] arguments) throws Throwable {
        if (called.kind() == CallKind.DOCUMENT_CLASS) {
            return documentClass;
        }
        if (!route.isBounded()) {
            return forward(called, arguments);
        }
        return switch (called.kind()) {
            case PIPELINE -> withPipeline(called, arguments);
            case RENAME -> rename(called, arguments);
            case MAP_REDUCE ->
                throw new TenantBoundaryException(
                        ErrorId.COMMAND_REFUSED,
                        "mapReduce is not run through a tenant's handle, since it may write to other databases;"
                                + " use aggregate, or PolyMongo.database(name)");
            default -> forward(called, arguments);
        };
    }

    private @Nullable Object withPipeline(DriverMethod called, Object @Nullable [] arguments) throws Throwable {
        PooledDatabase database = route.database();
        MongoCollection<?> target = resolution.in(database);
        return called.call(target, bounded(called, arguments, database, documentClass, target.getCodecRegistry()));
    }

    private @Nullable Object rename(DriverMethod called, Object @Nullable [] arguments) throws Throwable {
        PooledDatabase database = route.database();
        if (arguments != null) {
            for (Object argument : arguments) {
                if (argument instanceof MongoNamespace target) {
                    new TenantBoundary(database.name()).namespace(target);
                }
            }
        }
        return called.call(resolution.in(database), arguments);
    }

    @Override
    public String toString() {
        return "MongoCollection<" + documentClass.getSimpleName() + ">[" + route + "." + name + "]";
    }
}
