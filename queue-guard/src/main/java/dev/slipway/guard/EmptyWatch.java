package dev.slipway.guard;

import dev.slipway.events.value.GuardedQueue;
import dev.slipway.events.value.QueueReading;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long the queues of one environment have been seen empty without a break.
 *
 * <p>In memory only, so that it starts anew with the service. It also starts anew after a gap in
 * the observing (the key was elsewhere, the machine slept), and when other queues are guarded. Time
 * is that of a monotonic clock: a corrected wall clock must not open a gate.
 */
final class EmptyWatch {
  private final long allowedGapNanos;
  private List<GuardedQueue> watched = List.of();
  private long watchedBy;
  private @Nullable Long emptySince;
  private long lastEnded;

  EmptyWatch(Duration allowedGap) {
    this.allowedGapNanos = allowedGap.toNanos();
  }

  /**
   * Takes one reading of all queues.
   *
   * @param observer who saw it: another one starts anew
   * @param begun when the asking began, in nanoseconds of a monotonic clock: what was seen is at
   *     least as young
   * @param ended when the last answer was there: the queues are known to be empty only from then on
   */
  synchronized Observation see(
      List<GuardedQueue> queues,
      List<QueueReading> readings,
      long observer,
      long begun,
      long ended) {
    boolean broken =
        !queues.equals(watched) || observer != watchedBy || begun - lastEnded > allowedGapNanos;
    boolean empty = readings.stream().allMatch(QueueReading::isEmpty);
    if (broken || !empty) {
      emptySince = null;
    }
    if (empty && emptySince == null) {
      emptySince = ended;
    }
    watched = List.copyOf(queues);
    watchedBy = observer;
    lastEnded = ended;
    Duration emptyFor =
        emptySince == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, begun - emptySince));
    return new Observation(readings, emptyFor);
  }
}
