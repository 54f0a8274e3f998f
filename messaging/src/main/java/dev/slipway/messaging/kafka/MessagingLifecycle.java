package dev.slipway.messaging.kafka;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/**
 * The order of things: topics, then the whole configuration, then the first event. On a thread of
 * its own, so that a service answers its health check while it waits for the broker.
 */
final class MessagingLifecycle implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(MessagingLifecycle.class);

  /** Started before the web server and stopped after it, which may have events to send. */
  private static final int PHASE = DEFAULT_PHASE - 8192;

  private final Topics topics;
  private final ConfigurationReader configuration;
  private final List<AbstractMessageListenerContainer<byte[], byte[]>> containers;
  private final @Nullable Assignment<?> assignment;
  private volatile @Nullable Thread starting;
  private volatile @Nullable String failure;

  MessagingLifecycle(
      Topics topics,
      ConfigurationReader configuration,
      List<AbstractMessageListenerContainer<byte[], byte[]>> containers,
      @Nullable Assignment<?> assignment) {
    this.topics = topics;
    this.configuration = configuration;
    this.containers = List.copyOf(containers);
    this.assignment = assignment;
  }

  @Override
  public void start() {
    starting = Thread.ofPlatform().daemon().name("slipway-start").start(this::startInOrder);
  }

  private void startInOrder() {
    try {
      topics.ensure();
      configuration.start();
      configuration.awaitReadWhole();
      containers.forEach(AbstractMessageListenerContainer::start);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = e.getMessage();
      LOG.atError()
          .addKeyValue("reason", "messaging-start-failed")
          .setCause(e)
          .log("messaging cannot start");
    }
  }

  /** Why the service takes no events; null where it does. */
  @Nullable String problem() {
    if (failure != null) {
      return failure;
    }
    if (!configuration.hasReadWhole()) {
      return "the configuration is not read yet";
    }
    if (assignment != null && !assignment.hasBeenAssigned()) {
      return "no work is assigned yet";
    }
    if (!containers.stream().allMatch(AbstractMessageListenerContainer::isRunning)) {
      return "a listener has stopped";
    }
    return containers.stream()
        .map(container -> container.getContainerProperties().getMessageListener())
        .map(listener -> listener instanceof DurableListener ours ? ours.problem() : null)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** The numbers of the partitions that this instance works on. */
  Set<Integer> held() {
    return assignment == null ? Set.of() : assignment.held();
  }

  @Override
  public void stop() {
    Thread thread = starting;
    if (thread != null) {
      thread.interrupt();
    }
    if (assignment != null) {
      assignment.close();
    }
    containers.forEach(AbstractMessageListenerContainer::stop);
    configuration.close();
    starting = null;
  }

  @Override
  public boolean isRunning() {
    return starting != null;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
