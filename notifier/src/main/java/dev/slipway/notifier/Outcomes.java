package dev.slipway.notifier;

/** Counts what became of messages. */
@FunctionalInterface
public interface Outcomes {

  /**
   * Counts some.
   *
   * @param result {@code sent}, {@code retried}, {@code dropped}
   * @param reason why, in lower case
   */
  void count(String result, String reason);
}
