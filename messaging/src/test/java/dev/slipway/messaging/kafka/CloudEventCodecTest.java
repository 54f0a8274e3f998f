package dev.slipway.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventType;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.value.EventId;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

class CloudEventCodecTest {
  private final CloudEventCodec codec = new CloudEventCodec();

  @Test
  void readsWhatItWrote() {
    EventEnvelope<HoldRequested> hold = Samples.hold("staging");
    var full =
        new EventEnvelope<>(
            hold.id(),
            hold.source(),
            hold.time(),
            hold.event(),
            EventId.parse("the-push"),
            EventId.parse("the-cause"),
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    assertThat(codec.read(received(codec.write(full)))).isEqualTo(new Arrival.Known(full));
  }

  @Test
  void takesAnEventWithoutOurExtensionsForABeginning() {
    ProducerRecord<byte[], byte[]> record = codec.write(Samples.hold("staging"));
    record.headers().remove("ce_correlationid");
    assertThat(envelope(record).correlationId()).isEqualTo(envelope(record).id());
  }

  @Test
  void ignoresExtensionsThatItDoesNotKnow() {
    ProducerRecord<byte[], byte[]> record = codec.write(Samples.hold("staging"));
    record.headers().add("ce_shoesize", "44".getBytes(UTF_8));
    record.headers().add("x-unrelated", "1".getBytes(UTF_8));
    assertThat(envelope(record).event().key()).isEqualTo("staging");
  }

  @Test
  void knowsAnUnknownTypeFromAnUnreadableEvent() {
    ProducerRecord<byte[], byte[]> record = codec.write(Samples.hold("staging"));
    replace(record.headers(), "ce_type", "dev.slipway.tide.turned.v1");
    assertThat(codec.read(received(record)))
        .isEqualTo(new Arrival.Unknown("dev.slipway.tide.turned.v1"));
  }

  @Test
  void saysWhatAnUnreadableEventClaimedToBe() {
    ProducerRecord<byte[], byte[]> record = codec.write(Samples.hold("staging"));
    var broken =
        new ProducerRecord<>(
            record.topic(), null, record.key(), "{}".getBytes(UTF_8), record.headers());
    assertThat(codec.read(received(broken)))
        .isInstanceOfSatisfying(
            Arrival.Unreadable.class,
            unreadable -> assertThat(unreadable.type()).isEqualTo(EventType.HOLD_REQUESTED));
  }

  @Test
  void refusesWhatIsNoCloudEvent() {
    var record =
        new ConsumerRecord<>("slipway.requests", 0, 0, bytes("staging"), bytes("{{ no event"));
    assertThat(codec.read(record)).isInstanceOf(Arrival.Unreadable.class);
  }

  @Test
  void refusesAnEventWithoutAValue() {
    ProducerRecord<byte[], byte[]> record = codec.write(Samples.hold("staging"));
    var empty =
        new ConsumerRecord<byte[], byte[]>("slipway.requests", 0, 0, record.key(), new byte[0]);
    record.headers().forEach(empty.headers()::add);
    assertThat(codec.read(empty)).isInstanceOf(Arrival.Unreadable.class);
  }

  @Test
  void readsTheStructuredModeToo() {
    var record =
        new ConsumerRecord<>(
            "slipway.requests",
            0,
            0,
            bytes("staging"),
            bytes(
                """
                {"specversion": "1.0", "id": "h-1", "source": "/elsewhere", "subject": "staging",
                 "type": "dev.slipway.hold.requested.v1", "time": "2026-11-20T12:00:00Z",
                 "datacontenttype": "application/json", "shoesize": 44, "nothing": null,
                 "data": {"environment": "staging", "actor": {"name": "ada"}}}
                """));
    record.headers().add("content-type", bytes("application/cloudevents+json; charset=utf-8"));
    assertThat(codec.read(record))
        .isInstanceOfSatisfying(
            Arrival.Known.class,
            known -> {
              assertThat(known.envelope().id()).isEqualTo(EventId.parse("h-1"));
              assertThat(known.envelope().time()).isEqualTo(Instant.parse("2026-11-20T12:00:00Z"));
              assertThat(known.envelope().event().key()).isEqualTo("staging");
            });
  }

  @Test
  void readsTheNoticeThatItWrote() {
    var record =
        codec.writeNotice("slipway.watcher.work", "/watcher", Instant.EPOCH, "acme/web", "1.4.2");
    assertThat(codec.read(received(record)))
        .isInstanceOfSatisfying(
            Arrival.Notice.class, notice -> assertThat(notice.text()).isEqualTo("1.4.2"));
  }

  private EventEnvelope<?> envelope(ProducerRecord<byte[], byte[]> record) {
    return ((Arrival.Known) codec.read(received(record))).envelope();
  }

  private static ConsumerRecord<byte[], byte[]> received(ProducerRecord<byte[], byte[]> sent) {
    var record = new ConsumerRecord<>(sent.topic(), 0, 0, sent.key(), sent.value());
    sent.headers().forEach(record.headers()::add);
    return record;
  }

  private static void replace(Headers headers, String name, String value) {
    headers.remove(name);
    headers.add(name, bytes(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
