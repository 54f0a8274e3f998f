package dev.slipway.notifier;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * How long each receiver is left alone after a failure: a second, then twice as long each time, to
 * a minute, each with a random fifth on top; and at least as long as it asked for. In memory: a
 * restarted notifier asks once more.
 */
final class Pauses {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 6;
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final double JITTER = 0.2;

  private record Pause(int failures, long until) {}

  private final Map<String, Pause> pauses = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;
  private final DoubleSupplier random;

  Pauses(LongSupplier nanoTime, DoubleSupplier random) {
    this.nanoTime = nanoTime;
    this.random = random;
  }

  /** Whether this is the first failure since the last success. */
  boolean failed(String receiver, Duration atLeast) {
    Pause before = pauses.get(receiver);
    int failures = before == null ? 1 : before.failures() + 1;
    Duration pause = SHORTEST.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    pause = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    long nanos = (long) (pause.toNanos() * (1 + JITTER * random.getAsDouble()));
    long until = nanoTime.getAsLong() + Math.max(nanos, atLeast.toNanos());
    pauses.put(receiver, new Pause(failures, until));
    return before == null;
  }

  /** Whether it had failed before. */
  boolean worked(String receiver) {
    return pauses.remove(receiver) != null;
  }

  /** Zero or less where the receiver may be tried. */
  Duration remaining(String receiver) {
    Pause pause = pauses.get(receiver);
    return pause == null ? Duration.ZERO : Duration.ofNanos(pause.until() - nanoTime.getAsLong());
  }
}
