/**
 * What PolyMongo costs beside the bare driver. Not tests: nothing here fails because it was slow.
 *
 * <p>{@link io.polymongo.bench.Benchmarks} runs all and prints a report: {@code mvn -Pbench verify -pl polymongo-it -am}.
 * With {@code -Dpolymongo.bench.report=StartReport}, or another of the reports that can be run alone, that one is all.
 */
@NullMarked
package io.polymongo.bench;

import org.jspecify.annotations.NullMarked;
