package io.polymongo.internal.handle;

import com.mongodb.MongoNamespace;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.polymongo.ErrorId;
import io.polymongo.TenantBoundaryException;
import io.polymongo.internal.config.CollectionNames;
import io.polymongo.internal.pool.PooledDatabase;
import io.polymongo.internal.tx.Attempt;
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
            Class<?> documentClass,
            boolean ownTimeout) {
        super(handles, route, resolution, MongoCollection.class, ownTimeout);
        this.name = name;
        this.documentClass = documentClass;
    }

    @SuppressWarnings("unchecked")
    static <T> MongoCollection<T> in(
            Handles handles,
            Route route,
            Resolution<MongoDatabase> databases,
            String name,
            Class<T> documentClass,
            boolean ownTimeout) {
        Resolution<MongoCollection<?>> resolution = new Resolution<>(database -> {
            CollectionNames.checkNamespace(database.name(), name);
            return databases.in(database).getCollection(name, documentClass);
        });
        return Handles.proxy(
                MongoCollection.class,
                new CollectionHandle(handles, route, resolution, name, documentClass, ownTimeout));
    }

    @Override
    Object derive(DriverMethod with, Object[] arguments) {
        Resolution<MongoCollection<?>> derived = then(with, arguments);
        Class<?> derivedClass = arguments[0] instanceof Class<?> other ? other : documentClass;
        return Handles.proxy(
                MongoCollection.class,
                new CollectionHandle(handles, route, derived, name, derivedClass, ownTimeoutAfter(with)));
    }

    @Override
    Object local(DriverMethod called, Object[] arguments) {
        return documentClass;
    }

    @Override
    MongoCollection<?> forTransaction(MongoCollection<?> target) {
        return target.withReadPreference(ReadPreference.primary()).withWriteConcern(WriteConcern.ACKNOWLEDGED);
    }

    @Override
    Object @Nullable [] checked(
            DriverMethod called,
            Object @Nullable [] arguments,
            PooledDatabase database,
            MongoCollection<?> target,
            @Nullable Attempt attempt) {
        switch (called.kind()) {
            case PIPELINE -> {
                return withPipeline(called, arguments, database, documentClass, target.getCodecRegistry(), attempt);
            }
            case RENAME -> checkTarget(arguments, database);
            case MAP_REDUCE -> checkScripts();
            default -> {}
        }
        return arguments;
    }

    private void checkTarget(Object @Nullable [] arguments, PooledDatabase database) {
        if (arguments == null || !route.isBounded()) {
            return;
        }
        for (Object argument : arguments) {
            if (argument instanceof MongoNamespace target) {
                new TenantBoundary(database.name()).namespace(target);
            }
        }
    }

    private void checkScripts() {
        if (route.isBounded()) {
            throw new TenantBoundaryException(
                    ErrorId.COMMAND_REFUSED,
                    "mapReduce is not run through a tenant's handle, since it may write to other databases;"
                            + " use aggregate, or PolyMongo.database(name)");
        }
    }

    @Override
    public String toString() {
        return "MongoCollection<" + documentClass.getSimpleName() + ">[" + route + "." + name + "]";
    }
}
