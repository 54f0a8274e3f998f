package dev.slipway.messaging.kafka;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventType;
import dev.slipway.events.value.EventId;
import dev.slipway.messaging.Delivery;
import dev.slipway.messaging.KeyMovedException;
import dev.slipway.messaging.KeyedService;
import dev.slipway.messaging.UnreadableDelivery;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
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
      DeadLetters deadLetters,
      BrokerOutage outage) {
    super("work", outage);
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
    switch (place.judge(record, arrival)) {
      case RecordPlace.Wrong(DeadLetters.Reason reason, String problem) -> {
        meters.received("unknown", reason.toString());
        deadLetters.add(record, reason, problem);
      }
      case RecordPlace.Right(String key) ->
          take(new Placed<>(batch, partition, key, record), arrival);
    }
  }

  /** A record, and where what it says is to be noted. */
  private record Placed<S extends Record>(
      FoldBatch<S> batch,
      Partition<S> partition,
      String key,
      ConsumerRecord<byte[], byte[]> record) {
    void fold(UnaryOperator<S> fold) {
      batch.fold(partition, key, fold);
    }
  }

  private void take(Placed<S> placed, Arrival arrival) {
    String key = placed.key();
    switch (arrival) {
      case Arrival.Known(EventEnvelope<?> envelope) -> {
        ConsumerRecord<byte[], byte[]> record = placed.record();
        Delivery delivery =
            new Delivery(envelope, record.topic(), record.partition(), record.offset());
        fold(placed, envelope.event().type(), state -> service.record(key, state, delivery));
      }
      case Arrival.Notice(EventId id, String text) ->
          fold(placed, null, state -> service.recordNotice(key, state, id, text));
      case Arrival.Unknown _ -> meters.received("unknown", "skipped");
      case Arrival.Unreadable unreadable -> {
        meters.received("unknown", "unreadable");
        deadLetters.add(placed.record(), DeadLetters.Reason.UNREADABLE, unreadable.problem());
        foldUnreadable(placed, unreadable);
      }
    }
  }

  /** An event on which the service's own code fails must not stop those behind it. */
  private void fold(Placed<S> placed, @Nullable EventType type, UnaryOperator<S> fold) {
    String typeName = type == null ? "notice" : type.kebabName();
    try {
      placed.fold(fold);
      meters.received(typeName, "recorded");
    } catch (RuntimeException e) {
      meters.received(typeName, "refused");
      logFailure(placed, e);
      String problem =
          "the service failed on it: " + e.getClass().getSimpleName() + ": " + e.getMessage();
      deadLetters.add(placed.record(), DeadLetters.Reason.REFUSED, problem);
      foldUnreadable(placed, new Arrival.Unreadable(type, problem));
    }
  }

  private void foldUnreadable(Placed<S> placed, Arrival.Unreadable unreadable) {
    String key = placed.key();
    var delivery =
        new UnreadableDelivery(
            placed.record().topic(), key, unreadable.type(), unreadable.problem());
    try {
      placed.fold(state -> service.recordUnreadable(key, state, delivery));
    } catch (RuntimeException e) {
      logFailure(placed, e);
    }
  }

  private void logFailure(Placed<S> placed, RuntimeException failure) {
    LOG.atError()
        .addKeyValue("reason", "dead-letter")
        .addKeyValue("key", placed.key())
        .setCause(failure)
        .log("recording failed");
  }
}
