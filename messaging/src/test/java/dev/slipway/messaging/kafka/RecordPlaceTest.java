package dev.slipway.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RecordPlaceTest {
  private final RecordPlace place = new RecordPlace(key -> 3);
  private final Arrival hold = new Arrival.Known(Samples.hold("staging"));

  @Test
  void acceptsAnEventUnderItsOwnKey() {
    assertThat(place.judge(record("slipway.requests", 3, "staging"), hold))
        .isEqualTo(new RecordPlace.Right("staging"));
  }

  @Test
  void acceptsAnEventThatWasRoutedToAnotherKey() {
    assertThat(place.judge(record("slipway.writer.work", 3, "https://git/shop#main"), hold))
        .isEqualTo(new RecordPlace.Right("https://git/shop#main"));
  }

  @Test
  void refusesARecordWithoutAKey() {
    var record = new ConsumerRecord<byte[], byte[]>("slipway.requests", 3, 0, null, new byte[0]);
    assertRefused(place.judge(record, hold), DeadLetters.Reason.WRONG_KEY);
  }

  @Test
  void refusesAnEventUnderAnothersKey() {
    assertRefused(
        place.judge(record("slipway.requests", 3, "production"), hold),
        DeadLetters.Reason.WRONG_KEY);
  }

  @Test
  void refusesARecordOfASenderThatHashesOtherwise() {
    assertRefused(
        place.judge(record("slipway.requests", 1, "staging"), hold), DeadLetters.Reason.MISPLACED);
  }

  private static void assertRefused(RecordPlace.Verdict verdict, DeadLetters.Reason reason) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            RecordPlace.Wrong.class, wrong -> assertThat(wrong.reason()).isEqualTo(reason));
  }

  private static ConsumerRecord<byte[], byte[]> record(String topic, int partition, String key) {
    return new ConsumerRecord<>(topic, partition, 0, key.getBytes(UTF_8), new byte[0]);
  }
}
