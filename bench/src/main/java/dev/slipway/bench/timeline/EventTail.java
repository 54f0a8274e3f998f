package dev.slipway.bench.timeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.bench.running.BenchException;
import dev.slipway.events.Event;
import dev.slipway.events.EventJson;
import dev.slipway.events.EventType;
import dev.slipway.events.ImagePublished;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.Topic;
import dev.slipway.events.UnreadableEventException;
import dev.slipway.events.value.EventId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Notes the events of pushes as anyone sees them who reads the topics. */
final class EventTail implements AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final List<Topic> TOPICS = List.of(Topic.IMAGES, Topic.CLEARANCES, Topic.ROLLOUTS);

  private final Timeline timeline;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;
  private volatile long lastEvent = System.nanoTime();

  private EventTail(String kafka, Timeline timeline) {
    this.timeline = timeline;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
                1),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    try {
      List<TopicPartition> partitions =
          TOPICS.stream()
              .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position);
    } catch (KafkaException e) {
      consumer.close();
      throw new BenchException("the topics at " + kafka + " cannot be read: " + e.getMessage(), e);
    }
    this.thread = Thread.ofPlatform().name("events").daemon().unstarted(this::follow);
  }

  /** Reads what comes from now on. */
  static EventTail open(String kafka, Timeline timeline) {
    EventTail tail = new EventTail(kafka, timeline);
    tail.thread.start();
    return tail;
  }

  /** How long nothing has been told. */
  Duration quietFor() {
    return Duration.ofNanos(System.nanoTime() - lastEvent);
  }

  private void follow() {
    try (consumer) {
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          long now = System.nanoTime();
          lastEvent = now;
          note(record, now);
        }
      }
    } catch (WakeupException closed) {
      // That is how it ends.
    }
  }

  private void note(ConsumerRecord<byte[], byte[]> record, long now) {
    Optional<EventType> type = header(record, "ce_type").flatMap(EventType::find);
    if (type.isEmpty()) {
      return;
    }
    Event event;
    try {
      event = EventJson.read(type.get(), record.value());
    } catch (UnreadableEventException e) {
      return; // Not ours to judge: what is not seen is reported as not seen.
    }
    if (event instanceof ImagePublished published) {
      PushedImage image = PushedImage.of(published.repository(), published.tag());
      header(record, "ce_id")
          .map(EventId::parse)
          .ifPresent(id -> timeline.published(id, image, now));
    } else if (event instanceof RevisionCleared cleared) {
      cleared
          .revision()
          .images()
          .forEach(
              image ->
                  PushedImage.of(image.reference())
                      .ifPresent(pushed -> timeline.seen(pushed, Stage.CLEARED, now)));
    }
  }

  private static Optional<String> header(ConsumerRecord<byte[], byte[]> record, String name) {
    return Optional.ofNullable(record.headers().lastHeader(name))
        .map(Header::value)
        .map(value -> new String(value, UTF_8));
  }

  @Override
  public void close() {
    consumer.wakeup();
    Threads.awaitEnd(thread);
  }
}
