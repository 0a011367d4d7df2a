package io.polymongo.internal.handle;

import com.mongodb.ServerAddress;
import com.mongodb.ServerCursor;
import com.mongodb.client.MongoCursor;
import io.polymongo.internal.tx.Attempt;
import org.jspecify.annotations.Nullable;

/** A cursor within what it holds on to. */
class HeldCursor<T> implements MongoCursor<T> {

    final Hold hold;
    private final MongoCursor<T> cursor;

    HeldCursor(Hold hold, MongoCursor<T> cursor) {
        this.hold = hold;
        this.cursor = cursor;
    }

    /** Within a transaction: closed before the commit. */
    static <T> HeldCursor<T> in(Attempt attempt, MongoCursor<T> cursor) {
        return new HeldCursor<>(new TransactionHold(attempt, "a cursor", cursor), cursor);
    }

    @Override
    public boolean hasNext() {
        boolean more = hold.within(cursor::hasNext);
        if (!more) {
            hold.exhausted();
        }
        return more;
    }

    @Override
    public T next() {
        return hold.within(cursor::next);
    }

    @Override
    public @Nullable T tryNext() {
        return hold.within(cursor::tryNext);
    }

    @Override
    public int available() {
        return hold.within(cursor::available);
    }

    @Override
    public @Nullable ServerCursor getServerCursor() {
        return hold.within(cursor::getServerCursor);
    }

    @Override
    public ServerAddress getServerAddress() {
        return hold.within(cursor::getServerAddress);
    }

    /** After a transaction's end there is nothing left to close. */
    @Override
    public void close() {
        if (!(hold instanceof TransactionHold transaction && transaction.isOver())) {
            hold.close(cursor::close);
        }
    }
}
