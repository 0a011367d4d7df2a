/**
 * For tests with JUnit Jupiter, which is to be brought along: {@link io.polymongo.embedded.junit.EmbeddedMongoTest} gives
 * each test an empty database on a server that all share. Imports {@code io.polymongo.embedded}; nothing imports this.
 */
@NullMarked
package io.polymongo.embedded.junit;

import org.jspecify.annotations.NullMarked;
