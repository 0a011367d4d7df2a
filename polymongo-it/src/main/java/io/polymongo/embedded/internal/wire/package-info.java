/**
 * MongoDB's wire protocol on Netty: frames to requests, replies to frames, one port for each member. {@link
 * io.polymongo.embedded.internal.wire.Network} is the entry. Imports {@code command}. Only what Netty 4.1 and 4.2 share
 * is used.
 */
@NullMarked
package io.polymongo.embedded.internal.wire;

import org.jspecify.annotations.NullMarked;
