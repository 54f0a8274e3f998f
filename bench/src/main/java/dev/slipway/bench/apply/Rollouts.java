package dev.slipway.bench.apply;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.bench.running.BenchException;
import dev.slipway.events.Event;
import dev.slipway.events.EventJson;
import dev.slipway.events.EventType;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.Topic;
import dev.slipway.events.value.Sequence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the applier says of its rollouts, from now on. */
final class Rollouts implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final KafkaConsumer<byte[], byte[]> consumer;

  Rollouts(String kafka) {
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
        consumer.partitionsFor(Topic.ROLLOUTS.topicName()).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
  }

  /**
   * Waits until that revision runs; gives the time of {@link System#nanoTime} then.
   *
   * @throws BenchException where it fails, or takes longer than anybody would wait
   */
  long awaitSuccess(Sequence sequence) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        long now = System.nanoTime();
        Optional<Event> event =
            Optional.ofNullable(record.headers().lastHeader("ce_type"))
                .flatMap(header -> EventType.find(new String(header.value(), UTF_8)))
                .map(type -> EventJson.read(type, record.value()));
        if (event.isPresent() && isSuccess(event.get(), sequence)) {
          return now;
        }
      }
    }
    throw new BenchException(
        "revision " + sequence + " does not run after " + PATIENCE.toMinutes() + " minutes");
  }

  private static boolean isSuccess(Event event, Sequence sequence) {
    if (event instanceof RolloutFailed failed && failed.sequence().equals(sequence)) {
      throw new BenchException("the applier failed: " + failed.message());
    }
    return event instanceof RolloutSucceeded succeeded && succeeded.sequence().equals(sequence);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
