/**
 * 4: transactions: who is in one, and the loop that repeats them. Imports {@code config}, {@code pool} and
 * {@code tenant}.
 *
 * <p>{@link io.polymongo.internal.tx.Transactions} runs work in one. Handles ask
 * {@link io.polymongo.internal.tx.CurrentTransaction} at every call, and join the
 * {@link io.polymongo.internal.tx.Attempt} that they get.
 */
@NullMarked
package io.polymongo.internal.tx;

import org.jspecify.annotations.NullMarked;
