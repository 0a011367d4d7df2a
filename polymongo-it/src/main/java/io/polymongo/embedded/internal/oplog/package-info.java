/**
 * The one log of all committed changes, bounded, and the clock of the replica set. Imports nothing of the server.
 */
@NullMarked
package io.polymongo.embedded.internal.oplog;

import org.jspecify.annotations.NullMarked;
