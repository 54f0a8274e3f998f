package dev.slipway.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.events.ConfigurationEvent;
import dev.slipway.events.Topic;
import dev.slipway.messaging.BrokerUnavailableException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@code slipway.config} whole, then follows it. A record that is no event is skipped. */
final class ConfigurationReader implements TopicTail.Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationReader.class);
  private static final TopicPartition PARTITION = new TopicPartition(Topic.CONFIG.topicName(), 0);
  private final ConfigurationView view;
  private final CloudEventCodec codec;
  private final DeadLetters deadLetters;
  private final Meters meters;
  private final TopicTail tail;
  private final CountDownLatch readWhole = new CountDownLatch(1);

  ConfigurationReader(
      ConfigurationView view,
      CloudEventCodec codec,
      DeadLetters deadLetters,
      Meters meters,
      Supplier<Consumer<byte[], byte[]>> open,
      BrokerOutage outage) {
    this.view = view;
    this.codec = codec;
    this.deadLetters = deadLetters;
    this.meters = meters;
    this.tail = new TopicTail("slipway-configuration", open, List.of(PARTITION), this, outage);
  }

  void start() {
    tail.start();
  }

  void awaitReadWhole() throws InterruptedException {
    readWhole.await();
  }

  boolean hasReadWhole() {
    return readWhole.getCount() == 0;
  }

  @Override
  public void onRecords(ConsumerRecords<byte[], byte[]> records) {
    records.forEach(this::take);
    var next = records.nextOffsets().get(PARTITION);
    if (next != null) {
      view.readUpTo(next.offset());
    }
    if (hasReadWhole()) {
      view.tellListeners();
    }
  }

  @Override
  public void onCaughtUp() {
    readWhole.countDown();
    LOG.atInfo()
        .addKeyValue("environments", view.environments().size())
        .addKeyValue("images", view.watchedImages().size())
        .log("configuration read");
    view.tellListeners();
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    byte @Nullable [] key = record.key();
    if (record.value() == null && key != null) {
      view.remove(new String(key, UTF_8));
      return;
    }
    switch (codec.read(record)) {
      case Arrival.Known known
          when known.envelope().event() instanceof ConfigurationEvent event -> {
        view.put(event, record.offset());
        meters.received(event.type().kebabName(), "recorded");
      }
      case Arrival.Known other ->
          refuse(record, other.envelope().event().type() + " is no configuration");
      case Arrival.Unreadable unreadable -> refuse(record, unreadable.problem());
      case Arrival.Unknown _, Arrival.Notice _ -> meters.received("unknown", "skipped");
    }
  }

  private void refuse(ConsumerRecord<byte[], byte[]> record, String problem) {
    meters.received("unknown", "unreadable");
    try {
      deadLetters.add(record, DeadLetters.Reason.UNREADABLE, problem);
    } catch (BrokerUnavailableException e) {
      // The record stays where it is, and is met again at the next start.
      LOG.atWarn().addKeyValue("offset", record.offset()).log("unreadable configuration skipped");
    }
  }

  @Override
  public void close() {
    tail.close();
  }
}
