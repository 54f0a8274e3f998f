package dev.slipway.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventJson;
import dev.slipway.events.EventType;
import dev.slipway.events.UnreadableEventException;
import dev.slipway.events.value.EventId;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Events as Kafka records and back: CloudEvents 1.0, Kafka protocol binding, binary mode. Reads the
 * structured mode as well, and an event without our extensions.
 */
final class CloudEventCodec {
  static final String NOTICE = "dev.slipway.notice.v1";
  private static final String JSON = "application/json";
  private static final String CORRELATION = "correlationid";
  private static final String CAUSATION = "causationid";
  private static final String TRACEPARENT = "traceparent";

  /** What a notice's value holds. */
  private record NoticeText(String text) {}

  ProducerRecord<byte[], byte[]> write(EventEnvelope<?> envelope) {
    Event event = envelope.event();
    var builder =
        builder(envelope.id(), envelope.source(), envelope.time(), event.key())
            .withType(event.type().typeName())
            .withExtension(CORRELATION, envelope.correlationId().toString())
            .withData(JSON, EventJson.write(event));
    if (envelope.causationId() != null) {
      builder.withExtension(CAUSATION, envelope.causationId().toString());
    }
    if (envelope.traceparent() != null) {
      builder.withExtension(TRACEPARENT, envelope.traceparent());
    }
    return record(event.type().topic().topicName(), event.key(), builder.build());
  }

  ProducerRecord<byte[], byte[]> writeNotice(
      String topic, String source, Instant now, String key, String text) {
    EventId id = EventId.random();
    byte[] value = EventJson.mapper().writeValueAsBytes(new NoticeText(text));
    CloudEvent event =
        builder(id, source, now, key)
            .withType(NOTICE)
            .withExtension(CORRELATION, id.toString())
            .withData(JSON, value)
            .build();
    return record(topic, key, event);
  }

  private static io.cloudevents.core.v1.CloudEventBuilder builder(
      EventId id, String source, Instant time, String key) {
    return CloudEventBuilder.v1()
        .withId(id.toString())
        .withSource(URI.create(source))
        .withTime(time.atOffset(ZoneOffset.UTC))
        .withSubject(key);
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, String key, CloudEvent event) {
    return KafkaMessageFactory.<byte[]>createWriter(topic, key.getBytes(UTF_8)).writeBinary(event);
  }

  Arrival read(ConsumerRecord<byte[], byte[]> record) {
    EventType claimed = claimedType(record);
    try {
      CloudEvent event = KafkaMessageFactory.createReader(record).toEvent();
      if (event.getType().equals(NOTICE)) {
        return notice(event);
      }
      Optional<EventType> type = EventType.find(event.getType());
      if (type.isEmpty()) {
        return new Arrival.Unknown(event.getType());
      }
      claimed = type.get();
      return known(event, claimed, record);
    } catch (UnreadableEventException e) {
      return new Arrival.Unreadable(claimed, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // The library throws many kinds; their messages may quote the contents.
      return new Arrival.Unreadable(
          claimed, "is no CloudEvent of ours: " + e.getClass().getSimpleName());
    }
  }

  private static Arrival notice(CloudEvent event) {
    NoticeText notice = EventJson.mapper().readValue(data(event), NoticeText.class);
    return new Arrival.Notice(EventId.parse(event.getId()), notice.text());
  }

  private static Arrival known(CloudEvent event, EventType type, ConsumerRecord<?, ?> record) {
    Event payload = EventJson.read(type, data(event));
    EventId id = EventId.parse(event.getId());
    String correlation = extension(event, CORRELATION);
    String causation = extension(event, CAUSATION);
    Instant time =
        event.getTime() == null
            ? Instant.ofEpochMilli(record.timestamp())
            : event.getTime().toInstant();
    return new Arrival.Known(
        new EventEnvelope<>(
            id,
            event.getSource().toString(),
            time,
            payload,
            correlation == null ? id : EventId.parse(correlation),
            causation == null ? null : EventId.parse(causation),
            extension(event, TRACEPARENT)));
  }

  private static byte[] data(CloudEvent event) {
    if (event.getData() == null) {
      throw new UnreadableEventException(event.getType() + " has no value");
    }
    return event.getData().toBytes();
  }

  private static @Nullable String extension(CloudEvent event, String name) {
    Object value = event.getExtension(name);
    return value == null ? null : value.toString();
  }

  private static @Nullable EventType claimedType(ConsumerRecord<?, ?> record) {
    Header type = record.headers().lastHeader("ce_type");
    return type == null || type.value() == null
        ? null
        : EventType.find(new String(type.value(), UTF_8)).orElse(null);
  }
}
