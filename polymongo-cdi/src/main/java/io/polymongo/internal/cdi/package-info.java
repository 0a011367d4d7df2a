/**
 * 9: the beans, and the two extensions that check what applications ask of them. Imports all before it.
 *
 * <p>{@link io.polymongo.internal.cdi.PolyMongoOwner} makes and closes the one
 * {@link io.polymongo.PolyMongo} of an application; {@link io.polymongo.internal.cdi.PortableExtension} works on CDI
 * Full, {@link io.polymongo.internal.cdi.LiteExtension} on CDI Lite, and both ask
 * {@link io.polymongo.internal.cdi.InjectionShape} for the rules.
 */
@NullMarked
package io.polymongo.internal.cdi;

import org.jspecify.annotations.NullMarked;
