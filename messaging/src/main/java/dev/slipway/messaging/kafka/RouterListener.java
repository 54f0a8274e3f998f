package dev.slipway.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forwards what arrives, byte for byte, to the service's work topic under the keys it concerns. */
final class RouterListener extends DurableListener {
  private static final Logger LOG = LoggerFactory.getLogger(RouterListener.class);
  private final Router router;
  private final Configuration configuration;
  private final CloudEventCodec codec;
  private final DeadLetters deadLetters;
  private final Sender sender;
  private final String workTopic;
  private final Meters meters;

  RouterListener(
      Router router,
      Configuration configuration,
      CloudEventCodec codec,
      DeadLetters deadLetters,
      Sender sender,
      String workTopic,
      Meters meters,
      BrokerOutage outage) {
    super("router", outage);
    this.router = router;
    this.configuration = configuration;
    this.codec = codec;
    this.deadLetters = deadLetters;
    this.sender = sender;
    this.workTopic = workTopic;
    this.meters = meters;
  }

  @Override
  void take(List<ConsumerRecord<byte[], byte[]>> records) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      for (String key : keysOf(record)) {
        sent.add(
            sender.send(
                new ProducerRecord<>(
                    workTopic, null, key.getBytes(UTF_8), record.value(), record.headers())));
      }
    }
    sender.await(sent);
  }

  private Set<String> keysOf(ConsumerRecord<byte[], byte[]> record) {
    return switch (codec.read(record)) {
      case Arrival.Known known -> keysOf(record, known);
      case Arrival.Unknown _, Arrival.Notice _ -> {
        meters.received("unknown", "skipped");
        yield Set.of();
      }
      case Arrival.Unreadable(var _, String problem) -> {
        meters.received("unknown", "unreadable");
        deadLetters.add(record, DeadLetters.Reason.UNREADABLE, problem);
        yield Set.of();
      }
    };
  }

  private Set<String> keysOf(ConsumerRecord<byte[], byte[]> record, Arrival.Known known) {
    String type = known.envelope().event().type().kebabName();
    try {
      Set<String> keys = router.keysOf(known.envelope(), configuration);
      meters.received(type, keys.isEmpty() ? "of no concern" : "routed");
      return keys;
    } catch (RuntimeException e) {
      meters.received(type, "refused");
      LOG.atError().addKeyValue("reason", "dead-letter").setCause(e).log("routing failed");
      deadLetters.add(
          record,
          DeadLetters.Reason.REFUSED,
          "routing failed: " + e.getClass().getSimpleName() + ": " + e.getMessage());
      return Set.of();
    }
  }
}
