package dev.slipway.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.EventId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Messenger} promises. It has the receivers {@code slack}, for people, and {@code
 * robot}, a program.
 */
public abstract class MessengerContract {
  private static final EventId ID = EventId.parse("event-1");

  protected abstract Messenger messenger();

  /** How many messages have arrived. */
  protected abstract int arrived();

  /** The next message finds its receiver busy, who asks for that time. */
  protected abstract void beBusy(Duration retryAfter);

  /** The next message is not wanted. */
  protected abstract void refuse();

  @Test
  void knowsItsReceivers() {
    assertThat(messenger().knows("slack")).isTrue();
    assertThat(messenger().knows("mail")).isFalse();
    assertThat(messenger().wantsData("robot")).isTrue();
    assertThat(messenger().wantsData("slack")).isFalse();
    assertThat(messenger().wantsData("mail")).isFalse();
  }

  @Test
  void deliversEachMessageOnce() throws Exception {
    assertThat(send("slack")).isInstanceOf(SendResult.Delivered.class);
    assertThat(send("robot")).isInstanceOf(SendResult.Delivered.class);
    assertThat(arrived()).isEqualTo(2);
  }

  @Test
  void doesNotTryAgainByItself() throws Exception {
    beBusy(Duration.ofSeconds(7));
    SendResult result = send("slack");
    assertThat(result).isInstanceOf(SendResult.TryAgain.class);
    assertThat(((SendResult.TryAgain) result).notBefore()).isEqualTo(Duration.ofSeconds(7));
    assertThat(arrived()).isZero();
    assertThat(send("slack")).isInstanceOf(SendResult.Delivered.class);
  }

  @Test
  void saysWhatIsRefused() throws Exception {
    refuse();
    assertThat(send("slack")).isInstanceOf(SendResult.Refused.class);
    assertThat(send("mail")).isInstanceOf(SendResult.Refused.class);
    assertThat(arrived()).isZero();
  }

  private SendResult send(String receiver) throws InterruptedException {
    return messenger()
        .send(
            receiver,
            new Message(
                ID, "dev.slipway.rollout.failed.v1", Instant.EPOCH, ID, null, "hello", null));
  }
}
