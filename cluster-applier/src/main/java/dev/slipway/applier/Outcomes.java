package dev.slipway.applier;

import dev.slipway.events.value.EnvironmentName;
import java.time.Duration;

/** Counts every outcome, also what was held on purpose. */
@FunctionalInterface
public interface Outcomes {

  /**
   * Counts one.
   *
   * @param result {@code succeeded}, {@code failed}, {@code held}, {@code waiting} (for the guard's
   *     answer), {@code dropped} (in the middle, by a hold or a newer revision), {@code observed}
   *     (told and not applied), {@code answered} and {@code declined} (a person's question)
   * @param reason its public token, or {@code none}
   */
  void count(String result, String reason);

  /**
   * Measures how long it took from the push, or the request, until its revision got this far.
   *
   * @param stage {@code applied}: every object is written; {@code healthy}: every workload runs
   */
  default void reached(String stage, EnvironmentName environment, Duration sinceCause) {}
}
