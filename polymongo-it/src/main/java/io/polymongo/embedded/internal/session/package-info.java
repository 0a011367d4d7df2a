/**
 * Logical sessions and their timeouts. {@link io.polymongo.embedded.internal.session.Sessions} is the entry. Imports
 * {@code command}, {@code store} and {@code transaction}; everything is guarded by the store's lock.
 */
@NullMarked
package io.polymongo.embedded.internal.session;

import org.jspecify.annotations.NullMarked;
