/**
 * Which commands run, on whose connections, and how they are killed. {@link
 * io.polymongo.embedded.internal.operation.Operations} is the entry. Imports {@code command}.
 */
@NullMarked
package io.polymongo.embedded.internal.operation;

import org.jspecify.annotations.NullMarked;
