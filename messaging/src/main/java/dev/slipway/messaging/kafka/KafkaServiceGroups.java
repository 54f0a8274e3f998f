package dev.slipway.messaging.kafka;

import dev.slipway.messaging.BrokerUnavailableException;
import dev.slipway.messaging.ServiceGroups;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/** Asks the broker for the services' consumer groups: those that keep state. */
final class KafkaServiceGroups implements ServiceGroups, AutoCloseable {
  private static final Pattern STATE_TOPIC = Pattern.compile("slipway\\.(.+)\\.state");
  private final Supplier<Admin> open;
  private @Nullable Admin admin;

  KafkaServiceGroups(Supplier<Admin> open) {
    this.open = open;
  }

  @Override
  public Map<String, Group> describe() {
    try {
      return describe(admin());
    } catch (ExecutionException | KafkaException e) {
      throw new BrokerUnavailableException(
          "the broker does not say who shares the work: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerUnavailableException("interrupted while asking who shares the work", e);
    }
  }

  private static Map<String, Group> describe(Admin admin)
      throws InterruptedException, ExecutionException {
    Map<String, Group> groups = new TreeMap<>();
    var descriptions = admin.describeConsumerGroups(services(admin)).describedGroups();
    for (var entry : descriptions.entrySet()) {
      try {
        groups.put(entry.getKey(), group(admin, entry.getValue().get()));
      } catch (ExecutionException e) {
        // A service whose topics are there, but which never took work.
        if (!(e.getCause() instanceof GroupIdNotFoundException)) {
          throw e;
        }
      }
    }
    return groups;
  }

  private static Set<String> services(Admin admin) throws InterruptedException, ExecutionException {
    return admin.listTopics().names().get().stream()
        .map(STATE_TOPIC::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .collect(Collectors.toSet());
  }

  private static Group group(Admin admin, ConsumerGroupDescription description)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, Long> lags = lags(admin, description);
    List<Copy> copies =
        description.members().stream()
            .map(member -> copy(member, lags))
            .sorted(Comparator.comparing(Copy::instance))
            .toList();
    long lag = lags.values().stream().mapToLong(Long::longValue).sum();
    return new Group(description.groupId(), copies, lag);
  }

  private static Copy copy(MemberDescription member, Map<TopicPartition, Long> lags) {
    Set<TopicPartition> held = member.assignment().topicPartitions();
    List<Integer> numbers =
        held.stream().map(TopicPartition::partition).distinct().sorted().toList();
    long lag = held.stream().mapToLong(partition -> lags.getOrDefault(partition, 0L)).sum();
    String instance = member.groupInstanceId().orElse(member.consumerId());
    return new Copy(instance, numbers.size(), numbers, lag);
  }

  /** A partition without a committed offset is read from its beginning. */
  private static Map<TopicPartition, Long> lags(Admin admin, ConsumerGroupDescription description)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(description.groupId()).partitionsToOffsetAndMetadata().get();
    Set<TopicPartition> partitions =
        description.members().stream()
            .flatMap(member -> member.assignment().topicPartitions().stream())
            .collect(Collectors.toSet());
    partitions.addAll(committed.keySet());
    var ends = offsets(admin, partitions, OffsetSpec.latest());
    var beginnings = offsets(admin, partitions, OffsetSpec.earliest());
    Map<TopicPartition, Long> lags = new HashMap<>();
    for (TopicPartition partition : partitions) {
      long end = ends.getOrDefault(partition, 0L);
      long beginning = beginnings.getOrDefault(partition, 0L);
      OffsetAndMetadata done = committed.get(partition);
      lags.put(partition, Math.max(0, end - Math.max(beginning, done == null ? 0 : done.offset())));
    }
    return lags;
  }

  private static Map<TopicPartition, Long> offsets(
      Admin admin, Set<TopicPartition> partitions, OffsetSpec spec)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, spec));
    return admin.listOffsets(asked).all().get().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> offset(e.getValue())));
  }

  private static long offset(ListOffsetsResultInfo info) {
    return info.offset();
  }

  private synchronized Admin admin() {
    Admin opened = admin;
    if (opened == null) {
      opened = open.get();
      admin = opened;
    }
    return opened;
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close();
    }
  }
}
