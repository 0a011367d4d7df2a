/**
 * 11: takes the tenant, and the mark that a transaction is open, along to other threads: for MicroProfile Context
 * Propagation and for Jakarta Concurrency, where a runtime has them. Imports all before it.
 *
 * <p>{@link io.polymongo.internal.cdi.LiveOwners} is who knows what is taken along.
 */
@NullMarked
package io.polymongo.internal.context;

import org.jspecify.annotations.NullMarked;
