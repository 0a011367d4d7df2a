/**
 * What goes wrong, and how it is told: errors as replies with their labels, and MongoDB's fail points. Entry classes:
 * {@link io.polymongo.embedded.internal.fault.Replies} and {@link io.polymongo.embedded.internal.fault.FailPoints}.
 * Imports {@code command}.
 */
@NullMarked
package io.polymongo.embedded.internal.fault;

import org.jspecify.annotations.NullMarked;
