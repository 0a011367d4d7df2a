/**
 * 0: what every part writes its lines to. Imports nothing of ours but the public package.
 *
 * <p>{@link io.polymongo.internal.log.Log} is the entry: one for each {@link io.polymongo.PolyMongo}, given to the parts
 * by constructor.
 */
@NullMarked
package io.polymongo.internal.log;

import org.jspecify.annotations.NullMarked;
