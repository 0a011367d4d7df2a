package io.polymongo.embedded.internal.store;

import org.jspecify.annotations.Nullable;

/**
 * What somebody sees: everything committed up to a place, and the writes of its own transaction.
 *
 * @param snapshot the last commit that is seen
 * @param workspace the transaction, or null outside of one
 */
public record View(long snapshot, @Nullable Workspace workspace) {

    /** Everything that is committed. */
    public static final View LATEST = new View(Long.MAX_VALUE, null);
}
