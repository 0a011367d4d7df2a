package io.polymongo.internal.handle;

import com.mongodb.MongoException;
import com.mongodb.ServerAddress;
import com.mongodb.ServerCursor;
import com.mongodb.client.MongoCursor;
import io.polymongo.internal.tx.Attempt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A cursor within a transaction: closed before the commit, and of no use after it or on another thread. */
final class JoinedCursor<T> implements MongoCursor<T> {

    private final Attempt attempt;
    private final MongoCursor<T> cursor;

    JoinedCursor(Attempt attempt, MongoCursor<T> cursor) {
        this.attempt = attempt;
        this.cursor = cursor;
        attempt.opened(cursor);
    }

    @Override
    public boolean hasNext() {
        return within(cursor::hasNext);
    }

    @Override
    public T next() {
        return within(cursor::next);
    }

    @Override
    public @Nullable T tryNext() {
        return within(cursor::tryNext);
    }

    @Override
    public int available() {
        return within(cursor::available);
    }

    @Override
    public @Nullable ServerCursor getServerCursor() {
        return within(cursor::getServerCursor);
    }

    @Override
    public ServerAddress getServerAddress() {
        return within(cursor::getServerAddress);
    }

    /** After the attempt's end there is nothing left to close. */
    @Override
    public void close() {
        if (attempt.isEnded()) {
            return;
        }
        attempt.requireUsable("a cursor");
        attempt.closed(cursor);
        within(() -> {
            cursor.close();
            return null;
        });
    }

    private <R extends @Nullable Object> R within(Supplier<R> call) {
        attempt.requireUsable("a cursor");
        try {
            return call.get();
        } catch (MongoException e) {
            attempt.failed(e);
            throw e;
        }
    }
}
