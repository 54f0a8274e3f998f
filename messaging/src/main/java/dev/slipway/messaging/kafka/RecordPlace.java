package dev.slipway.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.events.Event;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a record lies where its key says. A foreign sender may hash keys otherwise
 * (librdkafka does by default), or give a record another key than its event has: noted under that
 * key, it would be worked on by an instance that does not own it.
 */
final class RecordPlace {
  sealed interface Verdict {}

  record Right(String key) implements Verdict {}

  record Wrong(DeadLetters.Reason reason, String problem) implements Verdict {}

  private final ToIntFunction<byte[]> numberOf;

  RecordPlace(ToIntFunction<byte[]> numberOf) {
    this.numberOf = numberOf;
  }

  Verdict judge(ConsumerRecord<byte[], byte[]> record, Arrival arrival) {
    byte @Nullable [] bytes = record.key();
    if (bytes == null || bytes.length == 0) {
      return new Wrong(DeadLetters.Reason.WRONG_KEY, "it has no key");
    }
    int expected = numberOf.applyAsInt(bytes);
    if (expected != record.partition()) {
      return new Wrong(
          DeadLetters.Reason.MISPLACED,
          "its key belongs in partition "
              + expected
              + ": the sender must hash as Kafka's default partitioner does (murmur2)");
    }
    String key = new String(bytes, UTF_8);
    if (arrival instanceof Arrival.Known known) {
      Event event = known.envelope().event();
      boolean asSent = record.topic().equals(event.type().topic().topicName());
      if (asSent && !key.equals(event.key())) {
        return new Wrong(
            DeadLetters.Reason.WRONG_KEY, "the record's key is not the event's, " + event.key());
      }
    }
    return new Right(key);
  }
}
