package dev.slipway.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.messaging.BrokerUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

/**
 * The partitions of the work that this instance holds. Partitions of one number, over all topics,
 * are one share of the work: taken with the first of them, given up with the first of them.
 *
 * <p>On assignment: state is restored, then workers start, then records come. On revocation:
 * workers are stopped, and only then does the next owner get the partition.
 */
final class Assignment<S extends Record> implements ConsumerAwareRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private final WorkerServices<S> services;
  private final PartitionLoader<S> loader;
  private final int count;
  private final Duration stopTimeout;
  private final BrokerOutage outage;
  private final Map<Integer, Partition<S>> partitions = new ConcurrentHashMap<>();
  private volatile boolean assignedOnce;
  private volatile boolean closing;

  Assignment(
      WorkerServices<S> services,
      PartitionLoader<S> loader,
      int partitionCount,
      Duration stopTimeout,
      BrokerOutage outage) {
    this.services = services;
    this.loader = loader;
    this.count = partitionCount;
    this.stopTimeout = stopTimeout;
    this.outage = outage;
  }

  Optional<Partition<S>> partition(int number) {
    return Optional.ofNullable(partitions.get(number));
  }

  /** Where Kafka's default partitioner puts that key. */
  int numberOf(byte[] key) {
    return Utils.toPositive(Utils.murmur2(key)) % count;
  }

  boolean hasBeenAssigned() {
    return assignedOnce;
  }

  Set<Integer> held() {
    return new TreeSet<>(partitions.keySet());
  }

  /** The service stops: no more waiting for the broker. */
  void close() {
    closing = true;
  }

  @Override
  public void onPartitionsAssigned(
      Consumer<?, ?> consumer, Collection<TopicPartition> topicPartitions) {
    Set<Integer> added = numbers(topicPartitions);
    added.removeAll(partitions.keySet());
    if (!added.isEmpty()) {
      take(added);
    }
    assignedOnce = true;
    LOG.atInfo().addKeyValue("added", added).addKeyValue("held", held()).log("work assigned");
  }

  @Override
  public void onPartitionsRevokedBeforeCommit(
      Consumer<?, ?> consumer, Collection<TopicPartition> topicPartitions) {
    giveUp(numbers(topicPartitions));
  }

  @Override
  public void onPartitionsLost(
      Consumer<?, ?> consumer, Collection<TopicPartition> topicPartitions) {
    giveUp(numbers(topicPartitions));
  }

  /** Wakes every key, and those that are now to be worked on. */
  synchronized void configurationChanged() {
    services.configurationChanges().incrementAndGet();
    startStandingKeys(partitions.keySet());
    partitions.values().forEach(partition -> partition.workers().forEach(KeyWorker::wake));
  }

  private void take(Set<Integer> added) {
    List<Partition<S>> loaded = load(added);
    synchronized (this) {
      loaded.forEach(partition -> partitions.put(partition.number(), partition));
      startStandingKeys(added);
      loaded.forEach(partition -> partition.workers().forEach(KeyWorker::wake));
    }
  }

  /** Tries until the broker answers. A member that takes too long is put out, and asked again. */
  private List<Partition<S>> load(Set<Integer> added) {
    while (!closing) {
      try {
        return loader.load(added);
      } catch (KafkaException | BrokerUnavailableException e) {
        outage.failed("state cannot be restored: " + e.getMessage());
      }
      pause();
    }
    return List.of();
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closing = true;
    }
  }

  private void startStandingKeys(Set<Integer> numbers) {
    for (String key : standingKeys()) {
      int number = numberOf(key.getBytes(UTF_8));
      Partition<S> partition = numbers.contains(number) ? partitions.get(number) : null;
      if (partition != null) {
        partition.worker(key).wake();
      }
    }
  }

  private Set<String> standingKeys() {
    try {
      return services.service().standingKeys(services.configuration());
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("reason", "worker-failed")
          .setCause(e)
          .log("standing keys are unknown until the configuration changes");
      return Set.of();
    }
  }

  private void giveUp(Set<Integer> numbers) {
    List<Partition<S>> released = new ArrayList<>();
    synchronized (this) {
      for (int number : numbers) {
        Partition<S> partition = partitions.remove(number);
        if (partition != null) {
          partition.release();
          released.add(partition);
        }
      }
    }
    if (!released.isEmpty()) {
      awaitEnd(released);
      LOG.atInfo().addKeyValue("given", numbers).addKeyValue("held", held()).log("work given up");
    }
  }

  private void awaitEnd(List<Partition<S>> released) {
    long deadline = System.nanoTime() + stopTimeout.toNanos();
    try {
      long running = 0;
      for (Partition<S> partition : released) {
        running += partition.awaitEnd(Duration.ofNanos(deadline - System.nanoTime()));
      }
      if (running > 0) {
        LOG.atWarn()
            .addKeyValue("workers", running)
            .addKeyValue("waited", stopTimeout)
            .log("workers do not end, their work goes on elsewhere");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Set<Integer> numbers(Collection<TopicPartition> topicPartitions) {
    return topicPartitions.stream()
        .map(TopicPartition::partition)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
