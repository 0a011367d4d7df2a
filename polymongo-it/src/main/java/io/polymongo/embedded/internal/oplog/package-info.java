/**
 * The one log of all committed changes, bounded, and the clock of the replica set. Imports {@code command}.
 */
@NullMarked
package io.polymongo.embedded.internal.oplog;

import org.jspecify.annotations.NullMarked;
