package dev.slipway.messaging.kafka;

import dev.slipway.events.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** The topics that a service needs, each with its settings. */
final class TopicPlan {
  private static final Duration COMPACTION_LAG = Duration.ofHours(1);
  private final MessagingSettings settings;

  TopicPlan(MessagingSettings settings) {
    this.settings = settings;
  }

  List<NewTopic> topics() {
    List<NewTopic> topics = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      int partitions = topic == Topic.CONFIG ? 1 : settings.partitions();
      topics.add(
          topic
              .retention()
              .map(retention -> kept(topic.topicName(), retention))
              .orElseGet(() -> compacted(topic.topicName(), partitions)));
    }
    topics.add(kept(settings.deadLetterTopic(), settings.deadLetterRetention()));
    if (!settings.work().isEmpty()) {
      topics.add(kept(settings.workTopic(), settings.workRetention()));
      topics.add(compacted(settings.stateTopic(), settings.partitions()));
    }
    return topics;
  }

  private NewTopic kept(String name, Duration retention) {
    return topic(
        name,
        settings.partitions(),
        Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.RETENTION_MS_CONFIG,
            Long.toString(retention.toMillis()),
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            Integer.toString(KafkaClients.LARGEST_RECORD_BYTES)));
  }

  /** The lag keeps what a reader needs to tell a late write of a former owner from the last one. */
  private NewTopic compacted(String name, int partitions) {
    return topic(
        name,
        partitions,
        Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
            Long.toString(COMPACTION_LAG.toMillis()),
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            Integer.toString(KafkaClients.LARGEST_RECORD_BYTES)));
  }

  private NewTopic topic(String name, int partitions, Map<String, String> config) {
    return new NewTopic(name, partitions, settings.replicationFactor()).configs(config);
  }
}
