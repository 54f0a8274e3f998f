package dev.slipway.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.Topic;
import dev.slipway.messaging.BrokerUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaEventPublisherTest {
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<EventEnvelope<?>> observed = new ArrayList<>();
  private final KafkaEventPublisher publisher =
      new KafkaEventPublisher(
          new Sender(() -> producer),
          new CloudEventCodec(),
          settings(),
          new Meters(registry),
          observed::add,
          Clock.systemUTC());

  @Test
  void sendsInTheOrderGiven() {
    var holds = List.of(Samples.hold("a"), Samples.hold("b"), Samples.hold("a"));
    publisher.publish(holds);
    assertThat(producer.history())
        .extracting(record -> new String(record.headers().lastHeader("ce_id").value(), UTF_8))
        .isEqualTo(holds.stream().map(hold -> hold.id().toString()).toList());
    assertThat(published("hold-requested", "sent")).isEqualTo(3);
    assertThat(observed).isEqualTo(holds);
  }

  @Test
  void saysThatTheBrokerIsAwayWithoutWaitingOncePerEvent() {
    producer.sendException = new TimeoutException("no metadata");
    assertThatThrownBy(() -> publisher.publish(List.of(Samples.hold("a"), Samples.hold("b"))))
        .isInstanceOf(BrokerUnavailableException.class)
        .hasMessageContaining("no metadata");
    assertThat(producer.history()).isEmpty();
    assertThat(published("hold-requested", "failed")).isEqualTo(2);
    assertThat(observed).isEmpty();
  }

  @Test
  void doesNotTakeAnEventThatIsTooLargeForAnOutage() {
    producer.sendException = new RecordTooLargeException("9 MB");
    assertThatThrownBy(() -> publisher.publish(Samples.hold("a")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takesARecordOutOfACompactedTopic() {
    publisher.remove(Topic.CONFIG, "Environment/staging");
    var removed = producer.history().getFirst();
    assertThat(removed.topic()).isEqualTo("slipway.config");
    assertThat(removed.key()).asString(UTF_8).isEqualTo("Environment/staging");
    assertThat(removed.value()).isNull();
  }

  @Test
  void takesNothingOutOfATopicThatIsKeptWhole() {
    assertThatThrownBy(() -> publisher.remove(Topic.REQUESTS, "staging"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("slipway.requests");
  }

  private double published(String type, String result) {
    return registry
        .get("slipway.events.published")
        .tags("type", type, "result", result)
        .counter()
        .count();
  }

  private static MessagingSettings settings() {
    return new MessagingSettings(
        "console",
        List.of(),
        List.of(),
        null,
        4,
        (short) 1,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ZERO,
        Duration.ofDays(7),
        Duration.ofDays(90));
  }
}
