package io.polymongo.internal.handle;

import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.model.GridFSFile;
import io.polymongo.ErrorId;
import io.polymongo.PolyMongoException;
import io.polymongo.internal.config.CollectionNames;
import io.polymongo.internal.pool.PooledDatabase;
import io.polymongo.internal.tx.Attempt;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Behind each {@link MongoDatabase} that PolyMongo gives out. */
final class DatabaseHandle extends Handle<MongoDatabase> {

    DatabaseHandle(Handles handles, Route route, Resolution<MongoDatabase> resolution, boolean ownTimeout) {
        super(handles, route, resolution, MongoDatabase.class, ownTimeout);
    }

    @Override
    Object derive(DriverMethod with, Object[] arguments) {
        return handles.database(route, then(with, arguments), ownTimeoutAfter(with));
    }

    @Override
    Object local(DriverMethod called, Object[] arguments) {
        String name = CollectionNames.check((String) arguments[0]);
        Class<?> documentClass = arguments.length > 1 ? (Class<?>) arguments[1] : Document.class;
        if (documentClass == GridFSFile.class) {
            // The driver's bucket resolves each call anew: an upload could begin in one tenant and end in another.
            throw new PolyMongoException(
                    ErrorId.GRIDFS_REFUSED,
                    "GridFSBuckets.create does not keep to one tenant and one transaction over a handle that is resolved"
                            + " per call; inject a GridFSBucket, or call PolyMongo.bucket(…)");
        }
        return handles.collection(route, resolution, name, documentClass, ownTimeout);
    }

    @Override
    MongoDatabase forTransaction(MongoDatabase target) {
        return target.withReadPreference(ReadPreference.primary()).withWriteConcern(WriteConcern.ACKNOWLEDGED);
    }

    @Override
    Object @Nullable [] checked(
            DriverMethod called,
            Object @Nullable [] arguments,
            PooledDatabase database,
            MongoDatabase target,
            @Nullable Attempt attempt) {
        return switch (called.kind()) {
            case PIPELINE ->
                withPipeline(called, arguments, database, BsonDocument.class, target.getCodecRegistry(), attempt);
            case COMMAND -> withCommand(arguments, database, target, attempt);
            default -> arguments;
        };
    }

    private Object @Nullable [] withCommand(
            Object @Nullable [] arguments, PooledDatabase database, MongoDatabase target, @Nullable Attempt attempt) {
        if (arguments == null || !route.isBounded() && attempt == null) {
            return arguments;
        }
        Object[] checked = arguments.clone();
        for (int i = 0; i < checked.length; i++) {
            if (checked[i] instanceof Bson command) {
                checked[i] = checked(command, database, target, attempt);
            } else if (checked[i] instanceof ReadPreference preference && attempt != null) {
                TransactionCommands.checkPreference(preference);
            }
        }
        return checked;
    }

    private BsonDocument checked(
            Bson command, PooledDatabase database, MongoDatabase target, @Nullable Attempt attempt) {
        BsonDocument rendered = PlainCopy.of(command.toBsonDocument(BsonDocument.class, target.getCodecRegistry()));
        if (route.isBounded()) {
            TenantCommands.check(rendered, new TenantBoundary(database.name()));
        }
        if (attempt != null) {
            TransactionCommands.check(rendered);
        }
        return rendered;
    }

    @Override
    public String toString() {
        return "MongoDatabase[" + route + "]";
    }
}
