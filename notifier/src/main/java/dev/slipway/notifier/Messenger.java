package dev.slipway.notifier;

/** Sends messages to receivers by their names. Safe for any thread. */
public interface Messenger {

  /** Whether there is such a receiver among the settings. */
  boolean knows(String receiver);

  /** Whether the receiver is a program that wants the event itself, too. */
  boolean wantsData(String receiver);

  /**
   * Sends once and says what came of it; whoever calls tries again. Takes a few seconds at most.
   *
   * @throws InterruptedException when the caller is to stop; the message may have arrived
   */
  SendResult send(String receiver, Message message) throws InterruptedException;
}
