package dev.slipway.events.value;

import java.time.Duration;
import java.util.List;

/**
 * What must be empty before an environment may change.
 *
 * @param emptyFor how long the queues must have been seen empty without a break: SQS counts lag by
 *     up to a minute
 */
public record Guard(List<GuardedQueue> queues, Duration emptyFor) {
  public static final Duration DEFAULT_EMPTY_FOR = Duration.ofSeconds(60);

  public Guard {
    queues = List.copyOf(queues);
    if (emptyFor.isNegative()) {
      throw new IllegalArgumentException("emptyFor must not be negative, but is " + emptyFor);
    }
  }
}
