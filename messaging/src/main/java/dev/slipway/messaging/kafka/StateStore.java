package dev.slipway.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The states of a service's keys in {@code slipway.<service>.state}, partition by partition.
 *
 * <p>Every owner of a partition writes under an epoch above all before it, and says so when it
 * takes over. Reading keeps, per key, what the highest epoch wrote last: the late write of an owner
 * that has lost the partition without knowing it does not win.
 */
final class StateStore {
  /** No service's key holds a control character. */
  private static final String CLAIM = "\u0000owner";

  private static final String EPOCH = "slipway-epoch";
  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * What one partition held.
   *
   * @param epoch under which the new owner writes
   */
  record Restored(long epoch, Map<String, byte[]> states) {}

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Version(long epoch, byte @Nullable [] value) {}

  private final String topic;
  private final Supplier<Consumer<byte[], byte[]>> open;
  private final Sender sender;

  StateStore(String topic, Supplier<Consumer<byte[], byte[]>> open, Sender sender) {
    this.topic = topic;
    this.open = open;
    this.sender = sender;
  }

  String topic() {
    return topic;
  }

  /**
   * Reads the partitions to their ends and claims them.
   *
   * @throws org.apache.kafka.common.KafkaException the broker does not answer; a retry helps
   * @throws dev.slipway.messaging.BrokerUnavailableException likewise
   */
  Map<Integer, Restored> restore(Collection<Integer> numbers) {
    Map<Integer, Map<String, Version>> versions = new HashMap<>();
    numbers.forEach(number -> versions.put(number, new HashMap<>()));
    List<TopicPartition> partitions =
        numbers.stream().map(number -> new TopicPartition(topic, number)).toList();
    try (Consumer<byte[], byte[]> consumer = open.get()) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          Map<String, Version> ofPartition = versions.get(record.partition());
          if (ofPartition != null && record.key() != null) {
            ofPartition.merge(
                new String(record.key(), UTF_8),
                new Version(epoch(record), record.value()),
                (old, late) -> late.epoch() >= old.epoch() ? late : old);
          }
        }
      }
    }
    Map<Integer, Restored> restored = new HashMap<>();
    versions.forEach((number, found) -> restored.put(number, restored(found)));
    claim(restored);
    return restored;
  }

  private static Restored restored(Map<String, Version> versions) {
    long highest = versions.values().stream().mapToLong(Version::epoch).max().orElse(0);
    Map<String, byte[]> states = new HashMap<>();
    versions.forEach(
        (key, version) -> {
          if (version.value() != null && !key.equals(CLAIM)) {
            states.put(key, version.value());
          }
        });
    return new Restored(highest + 1, states);
  }

  private void claim(Map<Integer, Restored> restored) {
    byte[] value = "{}".getBytes(UTF_8);
    sender.await(
        restored.entrySet().stream()
            .map(entry -> write(entry.getKey(), entry.getValue().epoch(), CLAIM, value))
            .toList());
  }

  /** Hands the state over to the sender; null forgets it. */
  Future<RecordMetadata> write(int partition, long epoch, String key, byte @Nullable [] state) {
    ProducerRecord<byte[], byte[]> record = record(partition, key, state);
    record.headers().add(EPOCH, Long.toString(epoch).getBytes(UTF_8));
    return sender.send(record);
  }

  // A tombstone's value is null, which Kafka's own types do not say.
  @SuppressWarnings("NullAway")
  private ProducerRecord<byte[], byte[]> record(
      int partition, String key, byte @Nullable [] state) {
    return new ProducerRecord<>(topic, partition, key.getBytes(UTF_8), state);
  }

  private static long epoch(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(EPOCH);
    return header == null ? 0 : Long.parseLong(new String(header.value(), UTF_8));
  }
}
