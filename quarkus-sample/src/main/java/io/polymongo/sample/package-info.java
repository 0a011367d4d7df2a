/**
 * A user directory for any number of tenants. {@link io.polymongo.sample.StartUp} is what happens first; {@code user} and
 * {@code transfer} are what the tenants see, {@code admin} what the operator sees, {@code problem} how both are told what
 * went wrong.
 */
@NullMarked
package io.polymongo.sample;

import org.jspecify.annotations.NullMarked;
