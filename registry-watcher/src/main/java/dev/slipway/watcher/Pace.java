package dev.slipway.watcher;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * When each repository is to be listed again, and how long to wait after a failure.
 *
 * <p>Known in memory only: an instance that takes a repository over lists it at once.
 */
final class Pace {
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
  private static final int LARGEST_DOUBLING = 10;
  private static final double JITTER = 0.1;

  private final Duration interval;
  private final InstantSource clock;
  private final DoubleSupplier random;
  private final Map<String, Instant> nextPolls = new ConcurrentHashMap<>();
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();

  /**
   * A pace.
   *
   * @param interval between two lists of one repository, give or take a tenth
   * @param random numbers from 0 to 1
   */
  Pace(Duration interval, InstantSource clock, DoubleSupplier random) {
    this.interval = interval;
    this.clock = clock;
    this.random = random;
  }

  boolean isDue(String key) {
    Duration rest = rest(key);
    // A clock that was set back must not stop the polls for as long.
    return !rest.isPositive() || rest.compareTo(interval.multipliedBy(2)) > 0;
  }

  void polled(String key) {
    nextPolls.put(key, clock.instant().plus(jittered(interval)));
  }

  Duration untilPoll(String key) {
    Duration rest = rest(key);
    return rest.isPositive() ? rest : Duration.ZERO;
  }

  void succeeded(String key) {
    failures.remove(key);
  }

  /** How long to wait after this; the interval at most, unless the registry asked for longer. */
  Duration afterFailure(String key, RegistryException failure) {
    return switch (failure) {
      case PermanentRegistryException permanent -> isDue(key) ? jittered(interval) : rest(key);
      case TransientRegistryException temporary -> {
        int number = failures.merge(key, 1, Integer::sum);
        Duration backoff = FIRST_BACKOFF.multipliedBy(1L << Math.min(number - 1, LARGEST_DOUBLING));
        yield longer(jittered(shorter(backoff, interval)), temporary.notBefore());
      }
    };
  }

  /** Forgets a repository that has moved to another instance. */
  void forget(String key) {
    nextPolls.remove(key);
    failures.remove(key);
  }

  private Duration rest(String key) {
    Instant next = nextPolls.get(key);
    return next == null ? Duration.ZERO : Duration.between(clock.instant(), next);
  }

  private Duration jittered(Duration duration) {
    double factor = 1 - JITTER + 2 * JITTER * random.getAsDouble();
    return Duration.ofMillis((long) (duration.toMillis() * factor));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
