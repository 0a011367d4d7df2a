/**
 * What PolyMongo costs beside the bare driver. Not tests: nothing here fails because it was slow.
 *
 * <p>{@link io.polymongo.bench.Benchmarks} runs all and prints a report: {@code mvn -Pbench verify -pl polymongo-it -am}.
 */
@NullMarked
package io.polymongo.bench;

import org.jspecify.annotations.NullMarked;
