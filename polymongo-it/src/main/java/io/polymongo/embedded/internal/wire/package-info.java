/**
 * MongoDB's wire protocol on Netty: frames to requests, replies to frames, one port for each member. {@link
 * io.polymongo.embedded.internal.wire.Network} is the entry. The network's threads answer what
 * the handlers answer at once; everything else, and what comes after it on its connection, is left to worker threads.
 * Imports {@code command}. Only what Netty 4.1 and 4.2 share
 * is used.
 */
@NullMarked
package io.polymongo.embedded.internal.wire;

import org.jspecify.annotations.NullMarked;
