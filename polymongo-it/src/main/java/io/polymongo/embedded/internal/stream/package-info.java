/**
 * Change streams: what is watched, which event a change makes, where a stream resumes, and how a reader waits. Entry:
 * {@link io.polymongo.embedded.internal.stream.ChangeStreams}. Imports {@code command}, {@code oplog} and the engine's
 * documents and aggregation.
 */
@NullMarked
package io.polymongo.embedded.internal.stream;

import org.jspecify.annotations.NullMarked;
