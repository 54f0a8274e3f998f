package dev.slipway.messaging.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads partitions from their beginning and follows them, on one thread of its own, outside every
 * consumer group. After a failure it goes on where it was.
 */
final class TopicTail implements AutoCloseable {
  /** Called on the tail's thread. */
  interface Listener {
    void onRecords(ConsumerRecords<byte[], byte[]> records);

    /** Once: what lay there at the start has been handed over. */
    void onCaughtUp();
  }

  private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private final Supplier<Consumer<byte[], byte[]>> open;
  private final Collection<TopicPartition> partitions;
  private final Listener listener;
  private final BrokerOutage outage;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final Thread thread;
  private volatile @Nullable Consumer<byte[], byte[]> current;
  private final Duration gather;
  private boolean caughtUp;
  private @Nullable Metric fetches;
  private double answers;

  TopicTail(
      String name,
      Supplier<Consumer<byte[], byte[]>> open,
      Collection<TopicPartition> partitions,
      Listener listener,
      BrokerOutage outage) {
    this(name, open, partitions, listener, outage, Duration.ZERO);
  }

  /**
   * A tail that lets records gather.
   *
   * @param gather how long it rests after each answer with records: what comes meanwhile is one
   *     answer, not one each
   */
  TopicTail(
      String name,
      Supplier<Consumer<byte[], byte[]>> open,
      Collection<TopicPartition> partitions,
      Listener listener,
      BrokerOutage outage,
      Duration gather) {
    this.gather = gather;
    this.outage = outage;
    this.open = open;
    this.partitions = partitions;
    this.listener = listener;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  TopicTail start() {
    thread.start();
    return this;
  }

  private void run() {
    while (!closed.get()) {
      try (Consumer<byte[], byte[]> consumer = open.get()) {
        current = consumer;
        fetches = null;
        follow(consumer);
      } catch (WakeupException | InterruptException e) {
        // Closed: the loop ends.
      } catch (KafkaException e) {
        outage.failed("reading fails: " + e.getMessage());
        pause();
      } catch (RuntimeException e) {
        LOG.atError()
            .addKeyValue("reason", "reader-failed")
            .addKeyValue("reader", thread.getName())
            .setCause(e)
            .log("reading fails, trying again");
        pause();
      } finally {
        current = null;
      }
    }
  }

  private void follow(Consumer<byte[], byte[]> consumer) {
    consumer.assign(partitions);
    for (TopicPartition partition : partitions) {
      Long position = positions.get(partition);
      if (position == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, position);
      }
    }
    Map<TopicPartition, Long> ends = caughtUp ? Map.of() : consumer.endOffsets(partitions);
    while (!closed.get()) {
      checkCaughtUp(consumer, ends);
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      look(consumer);
      if (!records.isEmpty()) {
        listener.onRecords(records);
        records.nextOffsets().forEach((p, next) -> positions.put(p, next.offset()));
        rest();
      }
    }
  }

  /** The broker answers a fetch at least twice a second, with records or without. */
  private void look(Consumer<byte[], byte[]> consumer) {
    double before = answers;
    Metric metric = fetches;
    if (metric == null) {
      metric = fetchTotal(consumer);
      fetches = metric;
    }
    if (metric != null) {
      answers = (Double) metric.metricValue();
    }
    outage.looked(answers != before);
  }

  /** Looked for once: a consumer has hundreds, some for each partition. */
  private static @Nullable Metric fetchTotal(Consumer<byte[], byte[]> consumer) {
    for (Metric metric : consumer.metrics().values()) {
      if (metric.metricName().name().equals("fetch-total")
          && !metric.metricName().tags().containsKey("topic")) {
        return metric;
      }
    }
    return null;
  }

  private void rest() {
    if (caughtUp && gather.isPositive()) {
      pause(gather);
    }
  }

  private void checkCaughtUp(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    if (!caughtUp
        && ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue())) {
      caughtUp = true;
      listener.onCaughtUp();
    }
  }

  private void pause() {
    pause(PAUSE);
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      // Only close() interrupts, and the loop looks at that.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Consumer<byte[], byte[]> polling = current;
      if (polling == null) {
        thread.interrupt();
      } else {
        polling.wakeup();
      }
    }
  }
}
