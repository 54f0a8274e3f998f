package dev.slipway.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.events.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What lies in the public topics, as a subscriber without anything of ours sees it. */
final class EventLog {
  /** One event. */
  record Told(String key, Map<String, String> headers, String value) {
    String type() {
      return headers.getOrDefault("ce_type", "").replace("dev.slipway.", "").replace(".v1", "");
    }

    String id() {
      return headers.getOrDefault("ce_id", "");
    }

    String correlation() {
      return headers.getOrDefault("ce_correlationid", "");
    }

    String traceparent() {
      return headers.getOrDefault("ce_traceparent", "none");
    }
  }

  private EventLog() {}

  /** Everything so far; of one key in order. */
  static List<Told> read(String bootstrapServers) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", bootstrapServers);
    List<Told> told = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          Arrays.stream(Topic.values())
              .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofSeconds(1)).forEach(record -> told.add(told(record)));
      }
    }
    return told;
  }

  private static Told told(ConsumerRecord<String, String> record) {
    Map<String, String> headers = new java.util.HashMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), UTF_8));
    }
    return new Told(
        String.valueOf(record.key()), Map.copyOf(headers), String.valueOf(record.value()));
  }
}
