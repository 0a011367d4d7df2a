package io.polymongo;

/**
 * Work for one tenant that returns nothing.
 *
 * @param <X> what it may throw; {@code RuntimeException} where nothing is checked
 */
@FunctionalInterface
public interface TenantAction<X extends Exception> {

    /**
     * Does the work.
     *
     * @throws X where the work does
     */
    void run() throws X;
}
