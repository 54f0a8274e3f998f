package dev.slipway.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventJson;
import dev.slipway.events.Topic;
import dev.slipway.events.value.EventId;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventDeserializer;
import java.time.ZoneOffset;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What lands on the topic is what CloudEvents' own reader takes. */
class WireIT {
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void sendsCloudEventsInBinaryMode() {
    var hold = Samples.hold("staging");
    var sent =
        new EventEnvelope<>(
            hold.id(),
            hold.source(),
            hold.time(),
            hold.event(),
            EventId.parse("the-push"),
            EventId.parse("the-cause"),
            TRACE);
    try (var broker = new Broker();
        var service = new RunningService.Starting(broker, "sending").start().awaitReady()) {
      service.publisher().publish(sent);

      ConsumerRecord<byte[], byte[]> raw = broker.read(Topic.REQUESTS.topicName()).getFirst();
      assertThat(raw.key()).asString(UTF_8).isEqualTo("staging");
      assertThat(raw.partition()).isEqualTo(Samples.partitionOf("staging"));
      assertThat(raw.value()).isEqualTo(EventJson.write(hold.event()));
      assertThat(raw.headers().lastHeader("ce_specversion").value()).asString().isEqualTo("1.0");
      assertThat(raw.headers().lastHeader("ce_subject").value()).asString().isEqualTo("staging");
      assertThat(raw.headers().lastHeader("content-type").value())
          .asString()
          .isEqualTo("application/json");

      CloudEvent event =
          broker.read(Topic.REQUESTS.topicName(), new CloudEventDeserializer()).getFirst().value();
      assertThat(event.getId()).isEqualTo(hold.id().toString());
      assertThat(event.getType()).isEqualTo("dev.slipway.hold.requested.v1");
      assertThat(event.getSource()).hasToString("/test");
      assertThat(event.getTime()).isEqualTo(hold.time().atOffset(ZoneOffset.UTC));
      assertThat(event.getDataContentType()).isEqualTo("application/json");
      assertThat(event.getExtension("correlationid")).isEqualTo("the-push");
      assertThat(event.getExtension("causationid")).isEqualTo("the-cause");
      assertThat(event.getExtension("traceparent")).isEqualTo(TRACE);
    }
  }
}
