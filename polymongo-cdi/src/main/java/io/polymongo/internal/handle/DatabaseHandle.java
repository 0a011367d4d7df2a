package io.polymongo.internal.handle;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.model.GridFSFile;
import io.polymongo.ErrorId;
import io.polymongo.TenantBoundaryException;
import io.polymongo.internal.config.CollectionNames;
import io.polymongo.internal.pool.PooledDatabase;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Behind each {@link MongoDatabase} that PolyMongo gives out. */
final class DatabaseHandle extends Handle<MongoDatabase> {

    DatabaseHandle(Handles handles, Route route, Resolution<MongoDatabase> resolution) {
        super(handles, route, resolution, MongoDatabase.class);
    }

    @Override
    Object derive(DriverMethod with, Object[] arguments) {
        return handles.database(route, then(with, arguments));
    }

    @Override
    @Nullable
    Object call(DriverMethod called, Object @Nullable [] arguments) throws Throwable {
        if (called.kind() == CallKind.COLLECTION && arguments != null) {
            return collection(arguments);
        }
        if (!route.isBounded()) {
            return forward(called, arguments);
        }
        return switch (called.kind()) {
            case PIPELINE -> withPipeline(called, arguments);
            case COMMAND -> withCommand(called, arguments);
            default -> forward(called, arguments);
        };
    }

    private Object collection(Object[] arguments) {
        String name = CollectionNames.check((String) arguments[0]);
        Class<?> documentClass = arguments.length > 1 ? (Class<?>) arguments[1] : Document.class;
        if (route.isBounded() && documentClass == GridFSFile.class) {
            // The driver's bucket resolves each call anew: an upload could begin in one tenant and end in another.
            throw new TenantBoundaryException(
                    ErrorId.GRIDFS_REFUSED,
                    "GridFSBuckets.create does not keep to one tenant over a handle that is resolved per call;"
                            + " create the bucket over PolyMongo.database(name)");
        }
        return handles.collection(route, resolution, name, documentClass);
    }

    private @Nullable Object withPipeline(DriverMethod called, Object @Nullable [] arguments) throws Throwable {
        PooledDatabase database = route.database();
        MongoDatabase target = resolution.in(database);
        return called.call(target, bounded(called, arguments, database, BsonDocument.class, target.getCodecRegistry()));
    }

    private @Nullable Object withCommand(DriverMethod called, Object @Nullable [] arguments) throws Throwable {
        PooledDatabase database = route.database();
        MongoDatabase target = resolution.in(database);
        Object[] checked = arguments == null ? new Object[0] : arguments.clone();
        for (int i = 0; i < checked.length; i++) {
            if (checked[i] instanceof Bson command) {
                BsonDocument rendered =
                        PlainCopy.of(command.toBsonDocument(BsonDocument.class, target.getCodecRegistry()));
                TenantCommands.check(rendered, new TenantBoundary(database.name()));
                checked[i] = rendered;
            }
        }
        return called.call(target, checked);
    }

    @Override
    public String toString() {
        return "MongoDatabase[" + route + "]";
    }
}
