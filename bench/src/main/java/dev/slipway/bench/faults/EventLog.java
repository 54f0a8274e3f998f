package dev.slipway.bench.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.bench.running.BenchException;
import dev.slipway.events.Event;
import dev.slipway.events.EventJson;
import dev.slipway.events.EventType;
import dev.slipway.events.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** The public topics, read as any subscriber can. */
final class EventLog {
  private static final Duration POLL = Duration.ofMillis(300);
  private static final List<String> TOPICS =
      Stream.of(Topic.values()).map(Topic::topicName).toList();

  private final String broker;

  EventLog(String broker) {
    this.broker = broker;
  }

  /** All that lies there now, topic by topic, in order per partition. */
  List<LogEntry> read() {
    List<LogEntry> entries = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.value() != null) {
            entries.add(entry(record));
          }
        }
      }
    }
    return entries;
  }

  /** Changes whenever anything is written. */
  long length() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      return consumer.endOffsets(partitions(consumer)).values().stream()
          .mapToLong(Long::longValue)
          .sum();
    }
  }

  private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
    return TOPICS.stream()
        .flatMap(topic -> consumer.partitionsFor(topic).stream())
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            broker,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static LogEntry entry(ConsumerRecord<byte[], byte[]> record) {
    String type = required(record, "ce_type");
    EventType known =
        EventType.find(type)
            .orElseThrow(() -> new BenchException(record.topic() + " holds a " + type));
    Event event = EventJson.read(known, record.value());
    String id = required(record, "ce_id");
    String correlation = header(record, "ce_correlationid");
    return new LogEntry(
        record.topic(),
        record.partition(),
        record.offset(),
        id,
        Instant.parse(required(record, "ce_time")),
        correlation == null ? id : correlation,
        header(record, "ce_causationid"),
        event);
  }

  private static String required(ConsumerRecord<byte[], byte[]> record, String name) {
    String value = header(record, name);
    if (value == null) {
      throw new BenchException(
          "a record of " + record.topic() + " at " + record.offset() + " lacks " + name);
    }
    return value;
  }

  private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), UTF_8);
  }
}
