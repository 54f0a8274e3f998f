package dev.slipway.bench.writer;

import dev.slipway.bench.running.BenchException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What has passed through the broker, and how far a service has read. */
public final class BrokerView implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private final Admin admin;

  public BrokerView(String bootstrapServers) {
    admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  /** Waits until the service's router and its workers are at the ends of what they read. */
  void awaitNone(String service) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isAtEnd(service + "-router") || !isAtEnd(service)) {
      if (System.nanoTime() > end) {
        throw new BenchException(service + " lags behind for a minute");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /**
   * Waits until the topic has taken so many records. The writer drops events of images that it does
   * not follow yet, so it must have read its configuration first.
   */
  public void awaitRecords(String topic, long atLeast) throws InterruptedException {
    awaitRecords(topic, atLeast, PATIENCE);
  }

  /** As above, of a writer that has so much to read first. */
  void awaitRecords(String topic, long atLeast, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (records(topic) < atLeast) {
      if (System.nanoTime() > end) {
        throw new BenchException(
            "the writer did not follow its configuration within " + patience.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private long records(String topic) throws InterruptedException {
    try {
      Set<TopicPartition> partitions =
          admin.describeTopics(Set.of(topic)).allTopicNames().get().values().stream()
              .flatMap(description -> description.partitions().stream())
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .collect(Collectors.toSet());
      return ends(partitions).values().stream().mapToLong(ListOffsetsResultInfo::offset).sum();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return 0;
      }
      throw new BenchException("the broker does not say what " + topic + " holds", e);
    }
  }

  private Map<TopicPartition, ListOffsetsResultInfo> ends(Set<TopicPartition> partitions)
      throws InterruptedException, ExecutionException {
    return admin
        .listOffsets(
            partitions.stream().collect(Collectors.toMap(p -> p, _ -> OffsetSpec.latest())))
        .all()
        .get();
  }

  private boolean isAtEnd(String group) throws InterruptedException {
    try {
      Map<TopicPartition, OffsetAndMetadata> read =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      var ends = ends(read.keySet());
      return !read.isEmpty()
          && ends.entrySet().stream()
              .allMatch(end -> offset(read, end.getKey()) >= end.getValue().offset());
    } catch (ExecutionException e) {
      throw new BenchException("the broker does not say how far " + group + " has read", e);
    }
  }

  private static long offset(
      Map<TopicPartition, OffsetAndMetadata> read, TopicPartition partition) {
    OffsetAndMetadata offset = read.get(partition);
    return offset == null ? 0 : offset.offset();
  }

  @Override
  public void close() {
    admin.close();
  }
}
