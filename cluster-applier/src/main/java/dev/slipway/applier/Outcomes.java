package dev.slipway.applier;

/** Counts every outcome, also what was held on purpose. */
@FunctionalInterface
public interface Outcomes {

  /**
   * Counts one.
   *
   * @param result {@code succeeded}, {@code failed}, {@code held}, {@code waiting} (for the guard's
   *     answer), {@code dropped} (in the middle, by a hold or a newer revision)
   * @param reason its public token, or {@code none}
   */
  void count(String result, String reason);
}
