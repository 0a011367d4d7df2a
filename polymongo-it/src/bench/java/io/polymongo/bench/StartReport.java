package io.polymongo.bench;

import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.runtime.StartedApplication;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Starts a Quarkus application with the library and without it in turns, each time in a process of its own, and prints how
 * long that takes; can be run alone. Both are in {@code src/it/quarkus-start} and differ in nothing but the library.
 */
final class StartReport {

    private static final String WITH = "with";
    private static final String WITHOUT = "without";

    private StartReport() {}

    /** A start's figures, in ms. */
    private record Times(double said, double answered, double processor) {}

    /** Two starts, one right after the other. */
    private record Pair(Times with, Times without) {}

    public static void main(String[] arguments) {
        print(Boolean.getBoolean("polymongo.bench.short"));
    }

    static void print(boolean brief) {
        int starts = brief ? 4 : 20;
        System.out.println();
        System.out.println("Start of a Quarkus application: " + starts + " with the library and " + starts
                + " without it, in turns, each in a JVM of its own");
        System.out.println("wanted: at most 50 ms more until Quarkus says that it started");
        try (EmbeddedMongo server = EmbeddedMongo.builder().start()) {
            String uri = server.connectionString();
            first(uri);
            printLoad("before");
            List<Pair> pairs = Stream.generate(() -> new Pair(start(WITH, uri), start(WITHOUT, uri)))
                    .limit(starts)
                    .toList();
            print("Quarkus says it started in", pairs, Times::said);
            print("from the start of the process until an HTTP request got its 200", pairs, Times::answered);
            print("of the processor until then, which other work disturbs least", pairs, Times::processor);
            printLoad("after");
        }
    }

    /** One of each that does not count, as it brings the files into memory; and is it what it says it is? */
    private static void first(String uri) {
        try (StartedApplication with = new StartedApplication(WITH, uri);
                StartedApplication without = new StartedApplication(WITHOUT, uri)) {
            List<String> ofTenants = List.of(with.visit("acme"), with.visit("acme"), with.visit("globex"));
            List<String> ofAll = List.of(without.visit("acme"), without.visit("acme"), without.visit("globex"));
            if (!ofTenants.equals(List.of("1", "2", "1")) || !ofAll.equals(List.of("1", "2", "3"))) {
                throw new IllegalStateException("visits counted as " + ofTenants + " and as " + ofAll);
            }
        }
    }

    /** Other work of the machine disturbs a start more than anything else that is measured here. */
    private static void printLoad(String when) {
        OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
        System.out.printf(
                "load of the machine %s: %.1f on %d processors%n",
                when, machine.getSystemLoadAverage(), machine.getAvailableProcessors());
    }

    private static Times start(String name, String uri) {
        try (StartedApplication application = new StartedApplication(name, uri)) {
            return new Times(application.saidMillis(), application.answeredMillis(), application.processorMillis());
        }
    }

    private static void print(String what, List<Pair> pairs, ToDoubleFunction<Times> figure) {
        double[] with = pairs.stream()
                .mapToDouble(pair -> figure.applyAsDouble(pair.with()))
                .toArray();
        double[] without = pairs.stream()
                .mapToDouble(pair -> figure.applyAsDouble(pair.without()))
                .toArray();
        int n = pairs.size();
        System.out.println(what + ":");
        line("with the library:   ", with, "%.0f", " ms");
        line("without it:         ", without, "%.0f", " ms");
        line("difference of pairs:", each(n, i -> with[i] - without[i]), "%+.0f", " ms");
        line("ratio of pairs:     ", each(n, i -> with[i] / without[i]), "%.3f", "");
        // The noise: each against the one before it.
        line("without to itself:  ", each(n - 1, i -> without[i + 1] / without[i]), "%.3f", "");
    }

    private static double[] each(int count, IntToDoubleFunction figure) {
        return IntStream.range(0, count).mapToDouble(figure).toArray();
    }

    private static void line(String what, double[] samples, String format, String unit) {
        System.out.println("  " + what + " " + Median.of(samples).shown(format) + unit);
    }
}
