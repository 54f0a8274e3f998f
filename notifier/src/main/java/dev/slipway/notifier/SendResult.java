package dev.slipway.notifier;

import java.time.Duration;

/** What became of a message. The words are for people and hold no address. */
public sealed interface SendResult {

  /** The receiver has it. */
  record Delivered(String answer) implements SendResult {}

  /**
   * It may work later: no connection, no answer, 408, 425, 429, 5xx.
   *
   * @param notBefore how long the receiver asked to be left alone; zero where it did not
   */
  record TryAgain(Duration notBefore, String problem) implements SendResult {}

  /** It never will: the address is wrong, or the receiver does not take such a message. */
  record Refused(String problem) implements SendResult {}
}
