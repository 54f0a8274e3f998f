package dev.slipway.messaging.kafka;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/** spring-kafka's listener containers, each with one consumer on one thread. */
final class ListenerContainers {
  private static final Duration POLL = Duration.ofMillis(500);
  private final KafkaClients clients;
  private final MessagingSettings settings;

  ListenerContainers(KafkaClients clients, MessagingSettings settings) {
    this.clients = clients;
    this.settings = settings;
  }

  /** One subscription over all the work's topics: partitions of one number go to one member. */
  AbstractMessageListenerContainer<byte[], byte[]> work(
      BatchMessageListener<byte[], byte[]> listener, ConsumerRebalanceListener rebalances) {
    return container(
        "work",
        CoPartitionedAssignor.class,
        settings.service(),
        settings.work(),
        listener,
        rebalances);
  }

  AbstractMessageListenerContainer<byte[], byte[]> router(
      BatchMessageListener<byte[], byte[]> listener) {
    var container =
        container(
            "router",
            CooperativeStickyAssignor.class,
            settings.routerGroup(),
            settings.route(),
            listener,
            null);
    container.getContainerProperties().setIdleBetweenPolls(settings.routeRest().toMillis());
    return container;
  }

  private AbstractMessageListenerContainer<byte[], byte[]> container(
      String purpose,
      Class<?> assignor,
      String group,
      List<String> topics,
      BatchMessageListener<byte[], byte[]> listener,
      @Nullable ConsumerRebalanceListener rebalances) {
    ContainerProperties properties = new ContainerProperties(topics.toArray(String[]::new));
    properties.setGroupId(group);
    properties.setMessageListener(listener);
    // What is to be delivered again is looked for between two polls.
    properties.setPollTimeout(POLL.toMillis());
    properties.setAckMode(ContainerProperties.AckMode.MANUAL);
    // The next batch need not wait for the offsets: what is delivered again changes nothing.
    properties.setSyncCommits(false);
    properties.setShutdownTimeout(settings.stopTimeout().plusSeconds(2).toMillis());
    var executor = new SimpleAsyncTaskExecutor("slipway-" + purpose + "-");
    properties.setListenerTaskExecutor(executor);
    if (rebalances != null) {
      properties.setConsumerRebalanceListener(rebalances);
    }
    var container =
        new KafkaMessageListenerContainer<>(clients.members(purpose, assignor, group), properties);
    container.setBeanName("slipway-" + purpose);
    return container;
  }
}
