/**
 * Who of the members is primary, and what each says of itself. {@link io.polymongo.embedded.internal.election.ReplicaSet}
 * is the entry. Imports {@code command}.
 */
@NullMarked
package io.polymongo.embedded.internal.election;

import org.jspecify.annotations.NullMarked;
