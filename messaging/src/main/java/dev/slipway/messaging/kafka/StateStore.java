package dev.slipway.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
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
import org.jspecify.annotations.Nullable;

/**
 * The states of a service's keys in {@code slipway.<service>.state}, partition by partition.
 *
 * <p>Every owner of a partition writes under an epoch above all before it, and says so when it
 * takes over. Reading keeps, per key, what the highest epoch wrote last: the late write of an owner
 * that has lost the partition without knowing it does not win.
 */
final class StateStore {
  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * What one partition held.
   *
   * @param epoch under which the new owner writes
   */
  record Restored(long epoch, Map<String, byte[]> states) {}

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
    Map<Integer, Restored> restored = new HashMap<>();
    List<Future<RecordMetadata>> claims = new ArrayList<>();
    read(numbers)
        .forEach(
            (number, reading) -> {
              claims.addAll(claim(number, reading));
              restored.put(number, new Restored(reading.nextEpoch(), reading.states()));
            });
    sender.await(claims);
    return restored;
  }

  private Map<Integer, StateReading> read(Collection<Integer> numbers) {
    Map<Integer, StateReading> readings = new HashMap<>();
    List<TopicPartition> partitions =
        numbers.stream().map(number -> new TopicPartition(topic, number)).toList();
    try (Consumer<byte[], byte[]> consumer = open.get()) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      numbers.forEach(number -> readings.put(number, new StateReading()));
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          readings.computeIfAbsent(record.partition(), n -> new StateReading()).add(record);
        }
      }
    }
    return readings;
  }

  private List<Future<RecordMetadata>> claim(int number, StateReading reading) {
    long epoch = reading.nextEpoch();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    sent.add(write(number, epoch, StateReading.CLAIM, "{}".getBytes(UTF_8)));
    Map<String, byte[]> states = reading.states();
    for (String key : reading.overruled()) {
      sent.add(write(number, epoch, key, states.get(key)));
    }
    return sent;
  }

  /** Hands the state over to the sender; null forgets it. */
  Future<RecordMetadata> write(int partition, long epoch, String key, byte @Nullable [] state) {
    ProducerRecord<byte[], byte[]> record = record(partition, key, state);
    record.headers().add(StateReading.EPOCH, Long.toString(epoch).getBytes(UTF_8));
    return sender.send(record);
  }

  // A tombstone's value is null, which Kafka's own types do not say.
  @SuppressWarnings("NullAway")
  private ProducerRecord<byte[], byte[]> record(
      int partition, String key, byte @Nullable [] state) {
    return new ProducerRecord<>(topic, partition, key.getBytes(UTF_8), state);
  }
}
