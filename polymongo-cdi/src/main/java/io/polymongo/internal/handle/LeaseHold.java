package io.polymongo.internal.handle;

import io.polymongo.internal.pool.OpenCursor;
import io.polymongo.internal.pool.PooledDatabase;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Holds a lease, from the opening to the end or the closing, so that the pool does not close in between. */
final class LeaseHold implements Hold {

    private final PooledDatabase database;
    private final OpenCursor lease;

    /** Takes a lease over. */
    LeaseHold(String what, PooledDatabase database, AutoCloseable resource) {
        this.database = database;
        this.lease = database.cursors().opened(what, database, resource);
    }

    /** Says what the application holds in its hands. */
    <T> T heldBy(T handle) {
        lease.heldBy(handle);
        return handle;
    }

    @Override
    public <R extends @Nullable Object> R within(Supplier<R> call) {
        lease.begin();
        try {
            return call.get();
        } catch (IllegalStateException e) {
            throw database.toldOf(e);
        } finally {
            lease.end();
        }
    }

    @Override
    public void exhausted() {
        lease.release();
    }

    @Override
    public void close(Runnable closing) {
        try {
            closing.run();
        } catch (IllegalStateException e) {
            throw database.toldOf(e);
        } finally {
            lease.release();
        }
    }
}
