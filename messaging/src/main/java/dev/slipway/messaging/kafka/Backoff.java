package dev.slipway.messaging.kafka;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after so many failures in a row: exponential, with full jitter. News may cut the
 * pause short, but not below {@link #floor}: an outage must not be hammered by whoever is busy.
 */
record Backoff(Duration minimum, Duration maximum) {
  private static final int LARGEST_SHIFT = 30;
  private static final int FLOOR_PART = 8;

  /** Anything from {@link #floor} to the doubled minimum. */
  Duration pause(int failures, RandomGenerator random) {
    long floor = floor(failures).toNanos();
    long ceiling = ceiling(failures).toNanos();
    return Duration.ofNanos(floor + (long) ((ceiling - floor) * random.nextDouble()));
  }

  /** The least pause, whatever happens meanwhile. */
  Duration floor(int failures) {
    Duration part = ceiling(failures).dividedBy(FLOOR_PART);
    return part.compareTo(minimum) > 0 ? part : minimum;
  }

  private Duration ceiling(int failures) {
    Duration doubled = minimum.multipliedBy(1L << Math.clamp(failures, 1, LARGEST_SHIFT));
    return doubled.compareTo(maximum) < 0 ? doubled : maximum;
  }
}
