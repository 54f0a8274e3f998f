package dev.slipway.messaging.kafka;

import dev.slipway.events.EventEnvelope;
import dev.slipway.messaging.Delivery;
import dev.slipway.messaging.KeyMovedException;
import dev.slipway.messaging.KeyedService;
import dev.slipway.messaging.UnreadableDelivery;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes what arrives, per key, durably; then acknowledges. Never does the work. */
final class WorkListener<S extends Record> extends DurableListener {
  private static final Logger LOG = LoggerFactory.getLogger(WorkListener.class);
  private final Assignment<S> assignment;
  private final KeyedService<S> service;
  private final CloudEventCodec codec;
  private final RecordPlace place;
  private final DeadLetters deadLetters;
  private final Sender sender;
  private final Meters meters;

  WorkListener(
      Assignment<S> assignment,
      WorkerServices<S> services,
      CloudEventCodec codec,
      DeadLetters deadLetters) {
    super("work");
    this.assignment = assignment;
    this.service = services.service();
    this.codec = codec;
    this.place = new RecordPlace(assignment::numberOf);
    this.deadLetters = deadLetters;
    this.sender = services.sender();
    this.meters = services.meters();
  }

  @Override
  void take(List<ConsumerRecord<byte[], byte[]>> records) {
    try (FoldBatch<S> batch = new FoldBatch<>()) {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        take(batch, record);
      }
      batch.commit(sender);
    }
  }

  private void take(FoldBatch<S> batch, ConsumerRecord<byte[], byte[]> record) {
    Partition<S> partition =
        assignment
            .partition(record.partition())
            .orElseThrow(() -> new KeyMovedException("partition " + record.partition()));
    Arrival arrival = codec.read(record);
    RecordPlace.Verdict verdict = place.judge(record, arrival);
    switch (verdict) {
      case RecordPlace.Wrong(DeadLetters.Reason reason, String problem) -> {
        meters.received("unknown", reason.toString());
        deadLetters.add(record, reason, problem);
      }
      case RecordPlace.Right(String key) -> take(batch, partition, key, record, arrival);
    }
  }

  private void take(
      FoldBatch<S> batch,
      Partition<S> partition,
      String key,
      ConsumerRecord<byte[], byte[]> record,
      Arrival arrival) {
    switch (arrival) {
      case Arrival.Known(EventEnvelope<?> envelope) -> {
        Delivery delivery =
            new Delivery(envelope, record.topic(), record.partition(), record.offset());
        String type = envelope.event().type().kebabName();
        fold(
            () -> batch.fold(partition, key, state -> service.record(key, state, delivery)),
            type,
            batch,
            partition,
            key,
            record,
            new Arrival.Unreadable(envelope.event().type(), "the service refuses it"));
      }
      case Arrival.Notice(var id, String text) ->
          fold(
              () -> batch.fold(partition, key, state -> service.recordNotice(key, state, id, text)),
              "notice",
              batch,
              partition,
              key,
              record,
              new Arrival.Unreadable(null, "the service refuses the notice"));
      case Arrival.Unknown _ -> meters.received("unknown", "skipped");
      case Arrival.Unreadable unreadable -> {
        meters.received("unknown", "unreadable");
        deadLetters.add(record, DeadLetters.Reason.UNREADABLE, unreadable.problem());
        foldUnreadable(batch, partition, key, record, unreadable);
      }
    }
  }

  /** An event on which the service's own code fails must not stop those behind it. */
  private void fold(
      Runnable fold,
      String type,
      FoldBatch<S> batch,
      Partition<S> partition,
      String key,
      ConsumerRecord<byte[], byte[]> record,
      Arrival.Unreadable otherwise) {
    try {
      fold.run();
      meters.received(type, "recorded");
    } catch (RuntimeException e) {
      meters.received(type, "refused");
      deadLetters.add(
          record,
          DeadLetters.Reason.REFUSED,
          otherwise.problem() + ": " + e.getClass().getSimpleName() + ": " + e.getMessage());
      LOG.atError()
          .addKeyValue("reason", "dead-letter")
          .addKeyValue("key", key)
          .setCause(e)
          .log("recording failed");
      foldUnreadable(batch, partition, key, record, otherwise);
    }
  }

  private void foldUnreadable(
      FoldBatch<S> batch,
      Partition<S> partition,
      String key,
      ConsumerRecord<byte[], byte[]> record,
      Arrival.Unreadable unreadable) {
    var delivery =
        new UnreadableDelivery(record.topic(), key, unreadable.type(), unreadable.problem());
    try {
      batch.fold(partition, key, state -> service.recordUnreadable(key, state, delivery));
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("reason", "dead-letter")
          .addKeyValue("key", key)
          .setCause(e)
          .log("recording a dead letter failed");
    }
  }
}
