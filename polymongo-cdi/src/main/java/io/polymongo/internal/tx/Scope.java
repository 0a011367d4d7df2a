package io.polymongo.internal.tx;

import org.jspecify.annotations.Nullable;

/** How a thread stands towards transactions; without any scope it has nothing to do with one. */
sealed interface Scope permits OpenTransaction, Resting, Elsewhere {

    /** What a call has to join, or null where it runs without a transaction. */
    @Nullable
    Attempt attempt();

    /** The deadline of what is around, or null. */
    @Nullable
    Deadline deadline();
}
