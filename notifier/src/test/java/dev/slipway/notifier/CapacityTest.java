package dev.slipway.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.EventId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CapacityTest {

  @Test
  void keepsTheNewestByNumber() {
    assertThat(new Capacity(2, 1_000).surplus(messages(1, 1))).isZero();
    assertThat(new Capacity(2, 1_000).surplus(messages(1, 1, 1))).isEqualTo(1);
  }

  @Test
  void keepsTheNewestByLength() {
    assertThat(new Capacity(10, 10).surplus(messages(4, 5, 5))).isEqualTo(1);
    assertThat(new Capacity(10, 10).surplus(messages(1, 11))).as("at least one").isEqualTo(1);
    assertThat(new Capacity(10, 10).surplus(List.of())).isZero();
  }

  private static List<Message> messages(Integer... lengths) {
    return Stream.of(lengths)
        .map(
            length ->
                new Message(
                    EventId.random(),
                    "t",
                    Instant.EPOCH,
                    EventId.random(),
                    null,
                    "x".repeat(length),
                    null))
        .toList();
  }
}
