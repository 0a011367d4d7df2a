/**
 * What mongo-java-server does for us: matching, updating, sorting and aggregating single documents, and what it lacks:
 * projections. Nothing in here keeps state between calls. Imports {@code command}, {@code schema} and {@code oplog},
 * whose kinds of changes an update is one of.
 */
@NullMarked
package io.polymongo.embedded.internal.engine;

import org.jspecify.annotations.NullMarked;
