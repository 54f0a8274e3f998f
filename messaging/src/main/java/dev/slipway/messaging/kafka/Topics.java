package dev.slipway.messaging.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the topics, whoever of the services comes first. */
final class Topics {
  private static final Logger LOG = LoggerFactory.getLogger(Topics.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration SHORT_PAUSE = Duration.ofMillis(20);
  private final Supplier<Admin> open;
  private final List<NewTopic> plan;

  Topics(Supplier<Admin> open, List<NewTopic> plan) {
    this.open = open;
    this.plan = plan;
  }

  /**
   * Returns when every topic exists; waits for the broker as long as it takes.
   *
   * @throws TopicMismatchException where one exists with another number of partitions
   */
  void ensure() throws InterruptedException {
    boolean waiting = false;
    while (true) {
      try (Admin admin = open.get()) {
        create(admin);
        check(admin);
        if (waiting) {
          LOG.atInfo().log("broker answers, topics are there");
        }
        return;
      } catch (ExecutionException | KafkaException e) {
        if (e.getCause() instanceof UnknownTopicOrPartitionException) {
          // Created a moment ago: not every part of the broker knows it yet.
          Thread.sleep(SHORT_PAUSE);
          continue;
        }
        if (!waiting) {
          waiting = true;
          LOG.atWarn().addKeyValue("problem", e.getMessage()).log("waiting for the broker");
        }
      }
      Thread.sleep(PAUSE);
    }
  }

  private void create(Admin admin) throws InterruptedException, ExecutionException {
    var existing = admin.listTopics().names().get();
    List<NewTopic> missing = plan.stream().filter(t -> !existing.contains(t.name())).toList();
    for (KafkaFuture<Void> created : admin.createTopics(missing).values().values()) {
      try {
        created.get();
      } catch (ExecutionException e) {
        // Another service was faster.
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  private void check(Admin admin) throws InterruptedException, ExecutionException {
    Map<String, TopicDescription> found =
        admin.describeTopics(plan.stream().map(NewTopic::name).toList()).allTopicNames().get();
    for (NewTopic topic : plan) {
      TopicDescription description = found.get(topic.name());
      int partitions = description == null ? 0 : description.partitions().size();
      if (partitions != topic.numPartitions()) {
        throw new TopicMismatchException(topic.name(), topic.numPartitions(), partitions);
      }
    }
  }
}
