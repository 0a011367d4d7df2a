package io.polymongo.bench;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** Runs {@link PoolsBenchmark} and prints what a lease and a look at the figures cost. */
final class PoolsReport {

    private PoolsReport() {}

    static void print(boolean brief) throws RunnerException {
        System.out.println();
        System.out.println("Pools: a lease taken and given back, and stats() of " + PoolsBenchmark.DATABASES
                + " databases in use");
        System.out.println("wanted: at most 50 ns for a lease; at most 5 ms for stats()");
        System.out.printf("%-34s %24s%n", "", "ns per call");
        print("a lease, one thread", "leaseOfSame", 1, brief);
        print("a lease, two threads, one database", "leaseOfSame", 2, brief);
        print("a lease, two threads, one each", "leaseOfOwn", 2, brief);
        print("stats()", "stats", 1, brief);
    }

    private static void print(String what, String benchmark, int threads, boolean brief) throws RunnerException {
        TimeValue step = TimeValue.milliseconds(brief ? 200 : 500);
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(PoolsBenchmark.class.getName() + "." + benchmark + "$")
                        .threads(threads)
                        .forks(brief ? 1 : 2)
                        .warmupIterations(3)
                        .warmupTime(step)
                        .measurementIterations(brief ? 3 : 5)
                        .measurementTime(step)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run()) {
            Statistics times = result.getPrimaryResult().getStatistics();
            double[] interval = times.getConfidenceIntervalAt(0.95);
            System.out.printf("%-34s %16.1f ± %5.1f%n", what, times.getMean(), (interval[1] - interval[0]) / 2);
        }
    }
}
