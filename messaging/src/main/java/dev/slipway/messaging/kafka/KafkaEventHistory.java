package dev.slipway.messaging.kafka;

import dev.slipway.events.Topic;
import dev.slipway.messaging.Delivery;
import dev.slipway.messaging.EventHistory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads topics whole and follows them. */
final class KafkaEventHistory implements EventHistory {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaEventHistory.class);

  /** Nobody sees the difference; two hundred events at once are four answers, not two hundred. */
  private static final Duration GATHER = Duration.ofMillis(50);

  private final KafkaClients clients;
  private final CloudEventCodec codec;
  private final MessagingSettings settings;
  private final BrokerOutage outage;

  KafkaEventHistory(
      KafkaClients clients,
      CloudEventCodec codec,
      MessagingSettings settings,
      BrokerOutage outage) {
    this.outage = outage;
    this.clients = clients;
    this.codec = codec;
    this.settings = settings;
  }

  @Override
  public AutoCloseable follow(Set<Topic> topics, Consumer<Delivery> onEvent, Runnable caughtUp) {
    List<TopicPartition> partitions = topics.stream().flatMap(this::partitions).toList();
    var listener =
        new TopicTail.Listener() {
          @Override
          public void onRecords(ConsumerRecords<byte[], byte[]> records) {
            records.forEach(record -> deliver(record, onEvent));
          }

          @Override
          public void onCaughtUp() {
            caughtUp.run();
          }
        };
    return new TopicTail(
            "slipway-history",
            () -> clients.reader("history"),
            partitions,
            listener,
            outage,
            GATHER)
        .start();
  }

  private Stream<TopicPartition> partitions(Topic topic) {
    int count = topic == Topic.CONFIG ? 1 : settings.partitions();
    return IntStream.range(0, count).mapToObj(p -> new TopicPartition(topic.topicName(), p));
  }

  private void deliver(ConsumerRecord<byte[], byte[]> record, Consumer<Delivery> onEvent) {
    if (codec.read(record) instanceof Arrival.Known known) {
      var delivery =
          new Delivery(known.envelope(), record.topic(), record.partition(), record.offset());
      try {
        onEvent.accept(delivery);
      } catch (RuntimeException e) {
        LOG.atError()
            .addKeyValue("reason", "reader-failed")
            .addKeyValue("event", known.envelope().id())
            .setCause(e)
            .log("an event could not be shown");
      }
    }
  }
}
