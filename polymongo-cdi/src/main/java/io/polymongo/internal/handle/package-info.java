/**
 * 5: what is injected in the place of the driver's collections and databases. Imports {@code config}, {@code pool},
 * {@code tenant} and {@code tx}.
 *
 * <p>{@link io.polymongo.internal.handle.Handles} makes them. A handle knows a {@link io.polymongo.internal.handle.Route}
 * and asks it at every call; {@link io.polymongo.internal.handle.Resolution} keeps the driver's objects of databases in
 * frequent use; {@link io.polymongo.internal.handle.TenantBoundary} refuses what would leave the tenant,
 * {@link io.polymongo.internal.handle.TransactionUse} knows what joins a transaction, and
 * {@link io.polymongo.internal.handle.JoinedIterable} keeps what it returned within it.
 */
@NullMarked
package io.polymongo.internal.handle;

import org.jspecify.annotations.NullMarked;
