/**
 * 8: puts the parts together into one {@link io.polymongo.PolyMongo}. Imports all before it.
 *
 * <p>{@link io.polymongo.internal.assembly.PolyMongoAssembly} is the builder,
 * {@link io.polymongo.internal.assembly.AssembledPolyMongo} what it builds.
 */
@NullMarked
package io.polymongo.internal.assembly;

import org.jspecify.annotations.NullMarked;
