/**
 * Decides whether a command may reach the engine: tables of commands, fields, types, operators, expressions and stages
 * that are done, and of those that are known but refused. Whatever is in no table is refused, because the engine would
 * ignore it. Entry class: {@link io.polymongo.embedded.internal.frontdoor.FrontDoor}. Imports {@code command} and
 * {@code schema}.
 */
@NullMarked
package io.polymongo.embedded.internal.frontdoor;

import org.jspecify.annotations.NullMarked;
