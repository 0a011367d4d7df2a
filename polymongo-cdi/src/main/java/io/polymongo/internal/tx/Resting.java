package io.polymongo.internal.tx;

import org.jspecify.annotations.Nullable;

/**
 * A transaction rests while something is done without one.
 *
 * @param deadline the transaction's
 */
record Resting(@Nullable Deadline deadline) implements Scope {

    @Override
    public @Nullable Attempt attempt() {
        return null;
    }
}
