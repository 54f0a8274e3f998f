package dev.slipway.bench.scale;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.bench.running.BenchException;
import dev.slipway.events.Event;
import dev.slipway.events.EventJson;
import dev.slipway.events.EventType;
import dev.slipway.events.Topic;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts what a service tells on a topic, from now on. */
final class Arrivals implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Topic topic;
  private final KafkaConsumer<byte[], byte[]> consumer;

  Arrivals(String kafka, Topic topic) {
    this.topic = topic;
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.topicName()).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
  }

  /**
   * Waits until so many different ones have come.
   *
   * @param which names those that count; the same name counts once
   * @return when the last one was seen, by {@link System#nanoTime}
   */
  long await(int count, Function<Event, Optional<String>> which) {
    Set<String> seen = new HashSet<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        event(record).flatMap(which).ifPresent(seen::add);
      }
      if (seen.size() >= count) {
        return System.nanoTime();
      }
    }
    throw new BenchException(
        "only %d of %d came on %s within %d minutes"
            .formatted(seen.size(), count, topic.topicName(), PATIENCE.toMinutes()));
  }

  private static Optional<Event> event(ConsumerRecord<byte[], byte[]> record) {
    Header type = record.headers().lastHeader("ce_type");
    return type == null
        ? Optional.empty()
        : EventType.find(new String(type.value(), UTF_8))
            .map(known -> EventJson.read(known, record.value()));
  }

  @Override
  public void close() {
    consumer.close();
  }
}
