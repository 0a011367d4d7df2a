package io.polymongo.bench;

import java.util.Collection;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link FindFirstBenchmark} in many JVMs and prints the ratios with their intervals. */
final class FindFirstReport {

    private FindFirstReport() {}

    static void print(boolean brief) throws RunnerException {
        System.out.println();
        System.out.println("find(eq).first() on the embedded server: throughput to that of the bare driver");
        System.out.println("wanted: injected at least 0.99");
        OptionsBuilder options = new OptionsBuilder();
        options.include(FindFirstBenchmark.class.getName())
                .forks(brief ? 6 : 12)
                .warmupIterations(0)
                .measurementIterations(1)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        if (brief) {
            options.param("rounds", "100").param("warmUpMillis", "2000");
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        Collection<BenchmarkResult> shots = results.iterator().next().getBenchmarkResults();
        System.out.println(
                "injected to bare: " + Median.ofShots(shots, "injectedToBare").shown("%.4f"));
        System.out.println(
                "bare to bare:     " + Median.ofShots(shots, "bareToBare").shown("%.4f"));
        System.out.println(
                "a bare call:      " + Median.ofShots(shots, "bareNanos").shown("%.0f") + " ns");
        System.out.println(
                "added to it:      " + Median.ofShots(shots, "addedNanos").shown("%.0f") + " ns");
    }
}
