package dev.slipway.applier.rollout;

import dev.slipway.events.value.RolloutFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a workload from being rolled out.
 *
 * @param message the cause in words
 * @param patience how long it must last before it is certain; zero: it is
 * @param crashed whose last log lines tell more
 */
public record Problem(
    RolloutFailure reason, String message, Duration patience, @Nullable CrashedContainer crashed) {

  /** A container whose last run failed. */
  public record CrashedContainer(String namespace, String pod, String container) {}

  public boolean isCertain() {
    return patience.isZero();
  }

  static Problem certain(RolloutFailure reason, String message) {
    return new Problem(reason, message, Duration.ZERO, null);
  }

  static Problem after(Duration patience, RolloutFailure reason, String message) {
    return new Problem(reason, message, patience, null);
  }
}
