package dev.slipway.applier;

/** Counts every outcome, also what was held on purpose. */
@FunctionalInterface
public interface Outcomes {

  /**
   * Counts one.
   *
   * @param result {@code succeeded}, {@code failed}, {@code held}, {@code superseded}, {@code
   *     waiting}
   * @param reason its public token, or {@code none}
   */
  void count(String result, String reason);
}
