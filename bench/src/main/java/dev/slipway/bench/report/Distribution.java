package dev.slipway.bench.report;

import java.time.Duration;
import java.util.Collection;

/**
 * How long something took, over many times.
 *
 * @param count how many were measured
 * @param p50 in milliseconds, like those that follow
 */
public record Distribution(int count, double p50, double p90, double p99, double max) {

  /** Of these; quantiles are measured values, never made up between two. */
  public static Distribution of(Collection<Duration> durations) {
    double[] sorted = durations.stream().mapToDouble(Distribution::milliseconds).sorted().toArray();
    return new Distribution(
        sorted.length,
        quantile(sorted, 0.5),
        quantile(sorted, 0.9),
        quantile(sorted, 0.99),
        quantile(sorted, 1));
  }

  private static double milliseconds(Duration duration) {
    return Math.round(duration.toNanos() / 100_000.0) / 10.0;
  }

  private static double quantile(double[] sorted, double fraction) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted[Math.min(sorted.length - 1, (int) Math.floor(fraction * sorted.length))];
  }
}
