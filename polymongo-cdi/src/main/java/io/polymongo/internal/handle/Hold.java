package io.polymongo.internal.handle;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a cursor or stream holds on to while it is open: its transaction, or a lease on its pool. */
interface Hold {

    /** Makes one call on the driver's object, unless it must not be used any more. */
    <R extends @Nullable Object> R within(Supplier<R> call);

    /** There is nothing more to come: the driver has nothing open any more. */
    void exhausted();

    /** Closes the driver's object and lets go. */
    void close(Runnable closing);
}
