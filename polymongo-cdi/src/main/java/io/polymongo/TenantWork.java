package io.polymongo;

import org.jspecify.annotations.Nullable;

/**
 * Work for one tenant that returns something.
 *
 * @param <R> what it returns
 * @param <X> what it may throw; {@code RuntimeException} where nothing is checked
 */
@FunctionalInterface
public interface TenantWork<R extends @Nullable Object, X extends Exception> {

    /**
     * Does the work.
     *
     * @return its result
     * @throws X where the work does
     */
    R call() throws X;
}
