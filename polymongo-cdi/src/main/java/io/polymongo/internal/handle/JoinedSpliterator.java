package io.polymongo.internal.handle;

import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;

/** Reads a cursor within a transaction, on its one thread: what a parallel stream asks for is refused at once. */
final class JoinedSpliterator<T> extends Spliterators.AbstractSpliterator<T> {

    private final String what;
    private final HeldCursor<T> cursor;

    JoinedSpliterator(String what, HeldCursor<T> cursor) {
        super(Long.MAX_VALUE, 0);
        this.what = what;
        this.cursor = cursor;
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        if (!cursor.hasNext()) {
            return false;
        }
        action.accept(cursor.next());
        return true;
    }

    @Override
    public Spliterator<T> trySplit() {
        throw new TransactionException(
                ErrorId.TRANSACTION_OTHER_THREAD,
                what + " is read on one thread in a transaction, and a parallel stream splits it; use a sequential"
                        + " stream, or collect it first");
    }
}
