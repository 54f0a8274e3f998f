package dev.slipway.notifier;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EventId;
import java.time.Clock;

/** Sends a message to try a receiver out. */
public final class TestSender {
  private final Messenger messenger;
  private final Clock clock;

  /** Makes a sender that waits for nobody: what it sends passes what is kept for the receiver. */
  public TestSender(Messenger messenger, Clock clock) {
    this.messenger = messenger;
    this.clock = clock;
  }

  public boolean knows(String receiver) {
    return messenger.knows(receiver);
  }

  /**
   * Sends one message, once.
   *
   * @throws InterruptedException when the caller is to stop
   */
  public SendResult send(String receiver, Actor actor) throws InterruptedException {
    EventId id = EventId.random();
    String text = "A test from Slipway: " + actor + " tries the receiver " + receiver + ".";
    return messenger.send(
        receiver,
        new Message(id, "dev.slipway.receiver.tested", clock.instant(), id, null, text, null));
  }
}
