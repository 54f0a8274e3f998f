package dev.slipway.watcher;

/** Counts what comes of the work, in one meter for all. Safe for any thread. */
@FunctionalInterface
public interface Outcomes {

  /**
   * Counts one outcome.
   *
   * @param result what became of it, such as {@code published}
   * @param reason a token of few possible values, such as a {@link RegistryFailure}; {@code none}
   *     where the result says all
   */
  void count(String result, String reason);
}
