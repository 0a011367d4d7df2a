/**
 * The transactions and retryable writes of a session, by their numbers.
 * {@link io.polymongo.embedded.internal.transaction.TransactionSlot} is the entry. Imports {@code command} and
 * {@code store}; everything is guarded by the store's lock.
 */
@NullMarked
package io.polymongo.embedded.internal.transaction;

import org.jspecify.annotations.NullMarked;
