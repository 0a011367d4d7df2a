/**
 * The data: databases, collections and indexes, and every document as a chain of versions, so that snapshots read what
 * was committed before them. {@link io.polymongo.embedded.internal.store.Store} is the entry. Imports {@code command}
 * and {@code oplog}; the matcher that partial indexes need comes in as a function. Everything but {@code Store.locked} and {@code Store.close}
 * is to be called under the store's lock.
 */
@NullMarked
package io.polymongo.embedded.internal.store;

import org.jspecify.annotations.NullMarked;
