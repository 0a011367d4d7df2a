package io.polymongo.bench;

import java.util.Arrays;
import java.util.Collection;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;

/**
 * A median with its interval from order statistics, which assumes nothing of how the samples are distributed.
 *
 * @param value the median
 * @param low the lower end
 * @param high the upper end
 * @param confidence the probability that the true median is between them: 95 % or a little more, less only where the
 *     samples are too few for it
 */
record Median(double value, double low, double high, double confidence) {

    private static final double WANTED = 0.95;

    static Median of(double[] samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double value = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
        int outside = 0;
        // Each step inwards gives up the chance that exactly that many samples lie on one side of the true median.
        double confidence = 1 - 2 * Math.pow(0.5, n);
        double chance = Math.pow(0.5, n);
        while (outside < (n - 1) / 2) {
            chance *= (n - outside) / (outside + 1.0);
            if (confidence - 2 * chance < WANTED) {
                break;
            }
            confidence -= 2 * chance;
            outside++;
        }
        return new Median(value, sorted[outside], sorted[n - 1 - outside], confidence);
    }

    /** Of a counter over JMH's shots, each of a single iteration; JMH itself would add the shots up. */
    static Median ofShots(Collection<BenchmarkResult> shots, String counter) {
        return of(shots.stream()
                .flatMap(shot -> shot.getIterationResults().stream())
                .map(IterationResult::getSecondaryResults)
                .mapToDouble(counters -> counters.get(counter).getScore())
                .toArray());
    }

    /** The median and its interval, in a format for numbers. */
    String shown(String format) {
        return (format + " (%.0f %%: " + format + " to " + format + ")").formatted(value, confidence * 100, low, high);
    }
}
