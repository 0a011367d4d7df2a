package io.polymongo.internal.handle;

import com.mongodb.MongoException;
import io.polymongo.internal.tx.Attempt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Holds on to a transaction: of no use after it, or on another thread. */
final class TransactionHold implements Hold {

    private final Attempt attempt;
    private final String what;
    private final AutoCloseable atEnd;

    /**
     * Has something closed before the attempt ends, unless it is closed earlier.
     *
     * @param what what it is, for messages
     * @param atEnd what is to be done then
     */
    TransactionHold(Attempt attempt, String what, AutoCloseable atEnd) {
        this.attempt = attempt;
        this.what = what;
        this.atEnd = atEnd;
        attempt.opened(atEnd);
    }

    @Override
    public <R extends @Nullable Object> R within(Supplier<R> call) {
        attempt.requireUsable(what);
        try {
            return call.get();
        } catch (MongoException e) {
            attempt.failed(e);
            throw e;
        } catch (IllegalStateException e) {
            throw attempt.toldOf(e);
        }
    }

    @Override
    public void exhausted() {}

    @Override
    public void close(Runnable closing) {
        attempt.requireUsable(what);
        attempt.closed(atEnd);
        within(() -> {
            closing.run();
            return null;
        });
    }

    /** Whether there is nothing left to close. */
    boolean isOver() {
        return attempt.isEnded();
    }
}
