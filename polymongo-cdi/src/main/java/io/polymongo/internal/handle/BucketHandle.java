package io.polymongo.internal.handle;

import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.gridfs.GridFSBucket;
import com.mongodb.client.gridfs.GridFSBuckets;
import io.polymongo.internal.config.CollectionNames;
import io.polymongo.internal.pool.PooledDatabase;
import io.polymongo.internal.tx.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * Behind each {@link GridFSBucket} that PolyMongo gives out. The driver's bucket is made over the driver's database, so
 * that each of its operations, and each stream, stays with the tenant and the transaction that it began in.
 */
final class BucketHandle extends Handle<GridFSBucket> {

    private final String name;
    private final BucketIndexes indexes;

    private BucketHandle(
            Handles handles,
            Route route,
            Resolution<GridFSBucket> resolution,
            String name,
            BucketIndexes indexes,
            boolean ownTimeout) {
        super(handles, route, resolution, GridFSBucket.class, ownTimeout);
        this.name = name;
        this.indexes = indexes;
    }

    static GridFSBucket in(Handles handles, Route route, String name) {
        Resolution<GridFSBucket> resolution = new Resolution<>(database -> {
            CollectionNames.checkNamespace(database.name(), name + ".chunks");
            return GridFSBuckets.create(database.client().getDatabase(database.name()), name);
        });
        return Handles.proxy(
                GridFSBucket.class, new BucketHandle(handles, route, resolution, name, new BucketIndexes(name), false));
    }

    @Override
    Object derive(DriverMethod with, Object[] arguments) {
        return Handles.proxy(
                GridFSBucket.class,
                new BucketHandle(handles, route, then(with, arguments), name, indexes, ownTimeoutAfter(with)));
    }

    @Override
    Object local(DriverMethod called, Object[] arguments) {
        return name;
    }

    @Override
    GridFSBucket forTransaction(GridFSBucket target) {
        return target.withReadPreference(ReadPreference.primary()).withWriteConcern(WriteConcern.ACKNOWLEDGED);
    }

    @Override
    Object @Nullable [] checked(
            DriverMethod called,
            Object @Nullable [] arguments,
            PooledDatabase database,
            GridFSBucket target,
            @Nullable Attempt attempt) {
        boolean isUpload =
                called.name().equals("openUploadStream") || called.name().equals("uploadFromStream");
        if (attempt != null && isUpload) {
            indexes.ensure(target, attempt, database);
        }
        return arguments;
    }

    @Override
    public String toString() {
        return "GridFSBucket[" + route + "." + name + "]";
    }
}
