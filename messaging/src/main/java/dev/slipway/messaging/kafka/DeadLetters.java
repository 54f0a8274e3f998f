package dev.slipway.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what the service cannot process: the record as it came, with headers that say why and from
 * where.
 */
final class DeadLetters {
  /** Why. Public: the same token in the header, the log and the metric. */
  enum Reason {
    /** The bytes are no event. */
    UNREADABLE,
    /** The record's key is not the event's, or it has none. */
    WRONG_KEY,
    /** It lies in another partition than its key's: the sender hashes differently. */
    MISPLACED,
    /** The service's own code failed on it. */
    REFUSED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
  private final Sender sender;
  private final String topic;
  private final Meters meters;

  DeadLetters(Sender sender, MessagingSettings settings, Meters meters) {
    this.sender = sender;
    this.topic = settings.deadLetterTopic();
    this.meters = meters;
  }

  /**
   * Durable when it returns.
   *
   * @param problem for people, without the record's contents
   * @throws dev.slipway.messaging.BrokerUnavailableException a retry helps
   */
  void add(ConsumerRecord<byte[], byte[]> record, Reason reason, String problem) {
    var letter =
        new ProducerRecord<byte[], byte[]>(
            topic, null, record.key(), record.value(), record.headers());
    put(letter.headers(), "slipway-reason", reason.toString());
    put(letter.headers(), "slipway-problem", problem);
    put(letter.headers(), "slipway-topic", record.topic());
    put(letter.headers(), "slipway-partition", Integer.toString(record.partition()));
    put(letter.headers(), "slipway-offset", Long.toString(record.offset()));
    sender.await(List.of(sender.send(letter)));
    meters.deadLettered(reason.toString());
    LOG.atError()
        .addKeyValue("reason", "dead-letter")
        .addKeyValue("why", reason)
        .addKeyValue("problem", problem)
        .addKeyValue("topic", record.topic())
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .log("record dead-lettered");
  }

  private static void put(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(UTF_8));
  }
}
