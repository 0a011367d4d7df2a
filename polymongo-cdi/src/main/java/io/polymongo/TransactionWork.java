package io.polymongo;

import org.jspecify.annotations.Nullable;

/**
 * Work to be done in a transaction. It may be done several times: each time in a transaction that has seen nothing of
 * the attempts before, so it must not keep anything of them either.
 *
 * @param <R> what it returns
 * @param <X> what it may throw; {@code RuntimeException} where nothing is checked
 */
@FunctionalInterface
public interface TransactionWork<R extends @Nullable Object, X extends Exception> {

    /**
     * Does the work.
     *
     * @return its result
     * @throws X where the work does; whatever it throws rolls the transaction back
     */
    R call() throws X;
}
