package io.polymongo.internal.handle;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSBucket;
import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import io.polymongo.internal.pool.PooledDatabase;
import io.polymongo.internal.tx.Attempt;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.StreamSupport;
import org.bson.Document;

/**
 * Makes buckets ready for uploads in transactions. With its first upload, the driver's bucket looks for its indexes and
 * creates them, which no transaction allows; so that is done outside of it. Thread-safe.
 */
final class BucketIndexes {

    private final String bucket;
    private final ReentrantLock lock = new ReentrantLock();

    /** The driver's buckets that have looked; they have no equality but identity. */
    private final WeakHashMap<GridFSBucket, Boolean> ready = new WeakHashMap<>();

    BucketIndexes(String bucket) {
        this.bucket = bucket;
    }

    void ensure(GridFSBucket target, Attempt attempt, PooledDatabase database) {
        if (isReady(target)) {
            return;
        }
        // To create an index waits for every transaction that has touched the collection: for this one, too.
        if (attempt.session() != null && !exist(database.client().getDatabase(database.name()))) {
            throw new TransactionException(
                    ErrorId.TRANSACTION_CALL_REFUSED,
                    "the bucket '" + bucket + "' in the database '" + database.name()
                            + "' has no indexes yet, and a transaction that has begun cannot create them; upload once"
                            + " before it, or make the upload the first call in it");
        }
        // Opened, the driver's bucket has looked; aborted, it leaves nothing else.
        target.openUploadStream(bucket).abort();
        lock.lock();
        try {
            ready.put(target, Boolean.TRUE);
        } finally {
            lock.unlock();
        }
    }

    private boolean isReady(GridFSBucket target) {
        lock.lock();
        try {
            return ready.containsKey(target);
        } finally {
            lock.unlock();
        }
    }

    private boolean exist(MongoDatabase database) {
        return has(database, ".files", Set.of("filename", "uploadDate"))
                && has(database, ".chunks", Set.of("files_id", "n"));
    }

    private boolean has(MongoDatabase database, String suffix, Set<String> fields) {
        return StreamSupport.stream(
                        database.getCollection(bucket + suffix).listIndexes().spliterator(), false)
                .anyMatch(index -> index.get("key", Document.class).keySet().equals(fields));
    }
}
