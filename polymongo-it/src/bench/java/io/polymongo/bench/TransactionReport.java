package io.polymongo.bench;

import java.util.Collection;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link TransactionBenchmark} in many JVMs and prints the ratios with their intervals; can be run alone. */
final class TransactionReport {

    private TransactionReport() {}

    public static void main(String[] arguments) throws RunnerException {
        print(Boolean.getBoolean("polymongo.bench.short"));
    }

    static void print(boolean brief) throws RunnerException {
        System.out.println();
        System.out.println("One insert in a transaction: throughput to that of the driver's withTransaction");
        System.out.println("wanted: @PolyTransactional at least 0.97");
        OptionsBuilder options = new OptionsBuilder();
        options.include(TransactionBenchmark.class.getName())
                .forks(brief ? 6 : 12)
                .warmupIterations(0)
                .measurementIterations(1)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        if (brief) {
            options.param("rounds", "60").param("warmUpMillis", "3000");
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        Collection<BenchmarkResult> shots = results.iterator().next().getBenchmarkResults();
        line("@PolyTransactional:       ", shots, "annotatedToDrivers", "%.4f", "");
        line("PolyMongo.transaction:    ", shots, "calledToDrivers", "%.4f", "");
        line("withTransaction to itself:", shots, "driversToDrivers", "%.4f", "");
        line("a withTransaction:        ", shots, "driversNanos", "%.0f", " ns");
        System.out.println("allocated by the calling thread for each transaction:");
        line("@PolyTransactional:       ", shots, "annotatedBytes", "%.0f", " bytes");
        line("PolyMongo.transaction:    ", shots, "calledBytes", "%.0f", " bytes");
        line("withTransaction:          ", shots, "driversBytes", "%.0f", " bytes");
    }

    private static void line(
            String what, Collection<BenchmarkResult> shots, String counter, String format, String unit) {
        System.out.println(what + " " + Median.ofShots(shots, counter).shown(format) + unit);
    }
}
