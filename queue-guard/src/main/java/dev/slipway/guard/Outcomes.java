package dev.slipway.guard;

/** Counts what came out: every revision cleared or held, and why. */
@FunctionalInterface
public interface Outcomes {

  /**
   * Counts one.
   *
   * @param result {@code cleared}, {@code held}, {@code superseded}
   * @param reason the same token as in the event, in lower case
   */
  void count(String result, String reason);
}
