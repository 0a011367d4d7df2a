/**
 * The public face of PolyMongo: any number of tenant databases over one MongoDB connection pool.
 *
 * <p>Start at {@link io.polymongo.PolyMongo}. In a CDI container it is a bean, and {@link io.polymongo.Tenant},
 * {@link io.polymongo.Database} and {@link io.polymongo.Model} are injected; without one,
 * {@link io.polymongo.PolyMongo#create(PolyMongoConfig)} makes it. Everything under {@code io.polymongo.internal} may
 * change without notice.
 */
@NullMarked
package io.polymongo;

import org.jspecify.annotations.NullMarked;
