/**
 * A MongoDB server in the same process, for development and tests: no download, no Docker.
 *
 * <p>{@link io.polymongo.embedded.EmbeddedMongo} is the server; {@code polymongo.uri=embedded} finds it by itself. {@link
 * io.polymongo.embedded.Main} runs it alone. {@code Assembly} is where all parts come together; it alone imports them all.
 */
@NullMarked
package io.polymongo.embedded;

import org.jspecify.annotations.NullMarked;
