package io.polymongo.bench;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** Runs {@link ResolutionBenchmark} and prints what each way costs more than the direct call. */
final class ResolutionReport {

    private static final List<String> WAYS = List.of("request", "scope", "derived", "entered");

    /** Time and allocation of one kind of call. */
    private record Cost(double nanos, double error, double bytes) {

        static Cost of(RunResult result) {
            Statistics times = result.getPrimaryResult().getStatistics();
            double[] interval = times.getConfidenceIntervalAt(0.95);
            double bytes =
                    result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
            return new Cost(times.getMean(), (interval[1] - interval[0]) / 2, bytes);
        }

        Cost beyond(Cost direct) {
            return new Cost(nanos - direct.nanos, Math.hypot(error, direct.error), bytes - direct.bytes);
        }
    }

    private ResolutionReport() {}

    static void print(boolean brief) throws RunnerException {
        System.out.println();
        System.out.println("Resolution: one call through a handle, less the same call on the stubbed driver object");
        System.out.println("wanted: at most 200 ns; at most 64 bytes for a value, 128 for an iterable");
        System.out.println("(entered: with a scope opened and closed around each call)");
        TimeValue step = TimeValue.milliseconds(brief ? 200 : 500);
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(ResolutionBenchmark.class.getName())
                        .addProfiler(GCProfiler.class)
                        .forks(brief ? 1 : 2)
                        .warmupIterations(3)
                        .warmupTime(step)
                        .measurementIterations(brief ? 3 : 5)
                        .measurementTime(step)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        Map<String, Cost> costs = new TreeMap<>();
        results.forEach(result -> costs.put(key(result), Cost.of(result)));
        System.out.printf("%-9s %-9s %8s %20s %8s%n", "tenant", "returns", "tenants", "ns per call", "bytes");
        for (String way : WAYS) {
            for (String kind : List.of("Value", "Iterable")) {
                for (String tenants : List.of("1", "100")) {
                    Cost through = costs.get(way + kind + tenants);
                    if (through != null) {
                        Cost ours = through.beyond(costs.get("direct" + kind + tenants));
                        System.out.printf(
                                "%-9s %-9s %8s %12.1f ± %5.1f %8.0f%n",
                                way, kind.toLowerCase(), tenants, ours.nanos(), ours.error(), ours.bytes());
                    }
                }
            }
        }
    }

    private static String key(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        return benchmark.substring(benchmark.lastIndexOf('.') + 1)
                + result.getParams().getParam("tenants");
    }
}
