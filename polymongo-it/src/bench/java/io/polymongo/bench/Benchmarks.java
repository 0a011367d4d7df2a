package io.polymongo.bench;

import org.openjdk.jmh.runner.RunnerException;

/** Runs all benchmarks and prints a report; {@code -Dpolymongo.bench.short=true} for a first impression. */
public final class Benchmarks {

    private Benchmarks() {}

    public static void main(String[] arguments) throws RunnerException {
        boolean brief = Boolean.getBoolean("polymongo.bench.short");
        System.out.println("PolyMongo benchmarks" + (brief ? ", short form: too short to decide by" : ""));
        ResolutionReport.print(brief);
        PoolsReport.print(brief);
        HeapReport.print();
        FindFirstReport.print(brief);
        TransactionReport.print(brief);
        EmbeddedServerReport.print(brief);
        StartReport.print(brief);
    }
}
