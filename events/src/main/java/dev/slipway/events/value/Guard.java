package dev.slipway.events.value;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must be so before an environment may change.
 *
 * @param queues what must be empty; none where only the calendar guards it
 * @param emptyFor how long the queues must have been seen empty without a break: SQS counts lag by
 *     up to a minute
 * @param freeze when it must not change at all; absent: never
 */
public record Guard(
    List<GuardedQueue> queues, Duration emptyFor, @Nullable List<FreezeWindow> freeze) {
  public static final Duration DEFAULT_EMPTY_FOR = Duration.ofSeconds(60);

  public Guard {
    queues = List.copyOf(queues);
    freeze = freeze == null ? null : List.copyOf(freeze);
    if (emptyFor.isNegative()) {
      throw new IllegalArgumentException("emptyFor must not be negative, but is " + emptyFor);
    }
  }

  /** A guard that knows no calendar. */
  public Guard(List<GuardedQueue> queues, Duration emptyFor) {
    this(queues, emptyFor, null);
  }

  /** When the environment must not change. */
  public List<FreezeWindow> windows() {
    return freeze == null ? List.of() : freeze;
  }
}
