/**
 * 7: how PolyMongo is doing, for those who ask. Imports {@code pool}.
 *
 * <p>{@link io.polymongo.internal.observe.ReadinessProbe} decides; {@link io.polymongo.internal.observe.PolyMongoReadiness}
 * says it to MicroProfile Health where that exists.
 */
@NullMarked
package io.polymongo.internal.observe;

import org.jspecify.annotations.NullMarked;
