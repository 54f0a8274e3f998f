package dev.slipway.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.Topic;
import dev.slipway.messaging.BrokerUnavailableException;
import dev.slipway.messaging.EventPublisher;
import dev.slipway.messaging.PublishedEvents;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Sends events as CloudEvents. */
final class KafkaEventPublisher implements EventPublisher {
  private final Sender sender;
  private final CloudEventCodec codec;
  private final MessagingSettings settings;
  private final Meters meters;
  private final PublishedEvents observer;
  private final Clock clock;

  KafkaEventPublisher(
      Sender sender,
      CloudEventCodec codec,
      MessagingSettings settings,
      Meters meters,
      PublishedEvents observer,
      Clock clock) {
    this.sender = sender;
    this.codec = codec;
    this.settings = settings;
    this.meters = meters;
    this.observer = observer;
    this.clock = clock;
  }

  @Override
  public void publish(List<? extends EventEnvelope<?>> events) {
    List<Future<RecordMetadata>> sent = new ArrayList<>(events.size());
    String result = "failed";
    try {
      for (EventEnvelope<?> event : events) {
        sent.add(sender.send(codec.write(event)));
      }
      sender.await(sent);
      result = "sent";
    } finally {
      for (EventEnvelope<?> event : events) {
        meters.published(event.event().type().kebabName(), result, 1);
      }
    }
    events.forEach(observer::onPublished);
  }

  @Override
  public void remove(Topic compacted, String key) {
    if (compacted.retention().isPresent()) {
      throw new IllegalArgumentException(
          compacted.topicName() + " is not compacted: nothing can be taken out of it");
    }
    sendAlone("removed", new ProducerRecord<>(compacted.topicName(), key.getBytes(UTF_8), null));
  }

  @Override
  public void notice(String key, String text) {
    sendAlone(
        "notice",
        codec.writeNotice(settings.workTopic(), settings.source(), clock.instant(), key, text));
  }

  private void sendAlone(String type, ProducerRecord<byte[], byte[]> record) {
    try {
      sender.await(List.of(sender.send(record)));
      meters.published(type, "sent", 1);
    } catch (BrokerUnavailableException e) {
      meters.published(type, "failed", 1);
      throw e;
    }
  }
}
