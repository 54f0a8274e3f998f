package dev.slipway.guard;

import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.QueueReading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a change in why a revision waits is worth saying.
 *
 * <p>At once: the first time, and whatever a person did or has to do (a hold, an approval, a
 * proof). While a person has to act, what the queues do is no news. Else: a queue becomes empty,
 * gets jobs, stops or begins to answer, or its jobs become ten times as many or as few. The first
 * such change is told at once; the next ones at ever longer intervals, to five minutes, so that a
 * queue with a job every few seconds fills no channel.
 */
final class HeldNews {
  private static final int NOTABLE_FACTOR = 10;
  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int MOST_DOUBLINGS = 5;

  private HeldNews() {}

  static boolean isNews(@Nullable Said said, List<HoldReason> reasons, Instant now) {
    if (said == null || said.reasons().isEmpty()) {
      return true;
    }
    List<HoldReason> firm = withoutQueues(reasons);
    if (!firm.equals(withoutQueues(said.reasons()))) {
      return true;
    }
    return firm.isEmpty()
        && differ(readings(said.reasons()), readings(reasons))
        && !now.isBefore(said.at().plus(quietAfter(said.times())));
  }

  private static Duration quietAfter(int times) {
    if (times <= 1) {
      return Duration.ZERO;
    }
    Duration quiet = SHORTEST.multipliedBy(1L << Math.min(times - 2, MOST_DOUBLINGS));
    return quiet.compareTo(LONGEST) > 0 ? LONGEST : quiet;
  }

  private static boolean differ(List<QueueReading> before, List<QueueReading> now) {
    return before.size() != now.size()
        || now.stream()
            .anyMatch(
                reading ->
                    counterpart(before, reading)
                        .map(earlier -> notable(earlier, reading))
                        .orElse(true));
  }

  private static Optional<QueueReading> counterpart(List<QueueReading> all, QueueReading of) {
    return all.stream()
        .filter(each -> each.queue().equals(of.queue()) && each.region().equals(of.region()))
        .findFirst();
  }

  private static boolean notable(QueueReading before, QueueReading now) {
    boolean answering = (before.error() == null) != (now.error() == null);
    boolean emptying = before.isEmpty() != now.isEmpty();
    long earlier = jobs(before);
    long later = jobs(now);
    boolean scaled =
        later > 0
            && earlier > 0
            && (later >= earlier * NOTABLE_FACTOR || earlier >= later * NOTABLE_FACTOR);
    return answering || emptying || scaled;
  }

  private static long jobs(QueueReading reading) {
    return reading.visible() + reading.inFlight() + reading.delayed();
  }

  private static List<HoldReason> withoutQueues(List<HoldReason> reasons) {
    return reasons.stream().filter(reason -> !Reasons.isOfQueues(reason)).toList();
  }

  private static List<QueueReading> readings(List<HoldReason> reasons) {
    return reasons.stream().flatMap(reason -> reason.queues().stream()).toList();
  }
}
