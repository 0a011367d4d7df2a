/**
 * 7: how PolyMongo is doing, for those who ask. Imports {@code log} and {@code pool}.
 *
 * <p>{@link io.polymongo.internal.observe.ReadinessProbe} decides; {@link io.polymongo.internal.observe.PolyMongoReadiness}
 * says it to MicroProfile Health where that exists. {@link io.polymongo.internal.observe.EventHub} tells listeners,
 * {@link io.polymongo.internal.observe.OperationLog} writes a line for each command.
 */
@NullMarked
package io.polymongo.internal.observe;

import org.jspecify.annotations.NullMarked;
