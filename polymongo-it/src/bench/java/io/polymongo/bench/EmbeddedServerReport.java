package io.polymongo.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.polymongo.embedded.EmbeddedMongo;
import java.util.Collection;
import org.bson.Document;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link EmbeddedServerBenchmark} in several JVMs, and times starts; run alone, it prints nothing else. */
final class EmbeddedServerReport {

    private static final int STARTS = 12;

    private EmbeddedServerReport() {}

    public static void main(String[] arguments) throws RunnerException {
        print(Boolean.getBoolean("polymongo.bench.short"));
    }

    static void print(boolean brief) throws RunnerException {
        printStarts();
        System.out.println();
        System.out.println("The embedded server: throughput to that of mongo-java-server alone, one client, "
                + EmbeddedServerBenchmark.THREADS + " threads");
        System.out.println("wanted: at least 0.7");
        OptionsBuilder options = new OptionsBuilder();
        options.include(EmbeddedServerBenchmark.class.getName())
                .forks(brief ? 3 : 6)
                .warmupIterations(0)
                .measurementIterations(1)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        if (brief) {
            options.param("rounds", "8").param("warmUpRounds", "5");
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        Collection<BenchmarkResult> shots = results.iterator().next().getBenchmarkResults();
        System.out.println(
                "insertOne:      " + Median.ofShots(shots, "insertRatio").shown("%.3f") + ", "
                        + Median.ofShots(shots, "inserts").shown("%.0f") + " a second");
        System.out.println(
                "find by its id: " + Median.ofShots(shots, "findRatio").shown("%.3f") + ", "
                        + Median.ofShots(shots, "finds").shown("%.0f") + " a second");
    }

    /** Until a client has its first answer: from the second on, as the first start of a JVM loads the classes. */
    private static void printStarts() {
        System.out.println();
        System.out.println("Start of three members, until a client has its first answer");
        System.out.println("wanted: at most 1000 ms from the second on");
        double[] millis = new double[STARTS];
        double first = start();
        for (int i = 0; i < STARTS; i++) {
            millis[i] = start();
        }
        System.out.printf(
                "the first %.0f ms, the second %.0f ms; later %s ms%n",
                first, millis[0], Median.of(millis).shown("%.0f"));
    }

    private static double start() {
        long start = System.nanoTime();
        try (EmbeddedMongo server = EmbeddedMongo.builder().members(3).start();
                MongoClient client = MongoClients.create(server.connectionString())) {
            client.getDatabase("bench").getCollection("started").insertOne(new Document());
            return (System.nanoTime() - start) / 1e6;
        }
    }
}
