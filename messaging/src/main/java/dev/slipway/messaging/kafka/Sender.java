package dev.slipway.messaging.kafka;

import dev.slipway.messaging.BrokerUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * The one producer of a service: events, state and dead letters. Safe for any thread.
 *
 * <p>Opened at the first use, since a broker whose name does not resolve yet must not keep a
 * service from starting.
 */
final class Sender implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
  private final Supplier<Producer<byte[], byte[]>> open;
  private volatile @Nullable Producer<byte[], byte[]> producer;

  Sender(Supplier<Producer<byte[], byte[]>> open) {
    this.open = open;
  }

  /**
   * Hands the record over; {@link #await} says whether the broker has it, and throws the same.
   *
   * @throws BrokerUnavailableException where no broker can be asked where it belongs
   */
  Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    Future<RecordMetadata> sent;
    try {
      sent = producer().send(record);
    } catch (KafkaException | IllegalStateException e) {
      throw translated(e);
    }
    if (sent.state() == Future.State.FAILED) {
      // It waited for the broker in vain: those behind it need not wait as long again.
      throw translated(sent.exceptionNow());
    }
    return sent;
  }

  /**
   * Waits until every in-sync replica has them all.
   *
   * @throws BrokerUnavailableException where one was not taken in time
   * @throws IllegalArgumentException where one is larger than a record may be; a retry cannot help
   */
  void await(List<? extends Future<RecordMetadata>> sent) {
    for (Future<RecordMetadata> future : sent) {
      try {
        future.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw translated(e);
      } catch (ExecutionException e) {
        throw translated(e.getCause() == null ? e : e.getCause());
      }
    }
  }

  private static RuntimeException translated(Throwable cause) {
    if (cause instanceof RecordTooLargeException) {
      return new IllegalArgumentException(
          "a record is larger than " + KafkaClients.LARGEST_RECORD_BYTES + " bytes", cause);
    }
    if (cause instanceof InterruptException) {
      Thread.currentThread().interrupt();
    }
    return new BrokerUnavailableException(
        "the broker did not confirm in time: " + cause.getMessage(), cause);
  }

  private Producer<byte[], byte[]> producer() {
    Producer<byte[], byte[]> opened = producer;
    return opened != null ? opened : openProducer();
  }

  private synchronized Producer<byte[], byte[]> openProducer() {
    Producer<byte[], byte[]> opened = producer;
    if (opened == null) {
      opened = open.get();
      producer = opened;
    }
    return opened;
  }

  @Override
  public synchronized void close() {
    Producer<byte[], byte[]> opened = producer;
    if (opened != null) {
      opened.close(CLOSE_TIMEOUT);
    }
  }
}
