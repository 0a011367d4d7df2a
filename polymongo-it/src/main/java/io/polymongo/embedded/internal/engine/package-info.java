/**
 * What mongo-java-server does for us: matching, updating, sorting and aggregating single documents, and what it lacks:
 * projections. Nothing in here keeps state between calls. Imports {@code command} and {@code schema}.
 */
@NullMarked
package io.polymongo.embedded.internal.engine;

import org.jspecify.annotations.NullMarked;
