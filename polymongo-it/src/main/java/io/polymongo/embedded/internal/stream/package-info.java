/**
 * Change streams: what is watched, which event a change makes, where a stream resumes, and how a reader waits. Entry:
 * {@link io.polymongo.embedded.internal.stream.ChangeStreams}. Imports {@code command}, {@code engine} and {@code oplog}, and
 * mongo-java-server's aggregation.
 */
@NullMarked
package io.polymongo.embedded.internal.stream;

import org.jspecify.annotations.NullMarked;
