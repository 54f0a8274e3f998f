package dev.slipway.messaging.kafka;

import dev.slipway.messaging.BrokerUnavailableException;
import dev.slipway.messaging.Transient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchAcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.support.Acknowledgment;

/**
 * Acknowledges a batch when all that it brought is durable; otherwise has it delivered again, for
 * as long as it takes, and says so once.
 */
abstract class DurableListener
    implements BatchAcknowledgingConsumerAwareMessageListener<byte[], byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(DurableListener.class);
  private static final Duration REDELIVERY = Duration.ofSeconds(1);
  private final String purpose;
  private final BrokerOutage outage;
  private final Flow flow = new Flow(System::nanoTime);
  private @Nullable Class<?> failing;
  private volatile @Nullable String problem;

  DurableListener(String purpose, BrokerOutage outage) {
    this.purpose = purpose;
    this.outage = outage;
  }

  /** What keeps it from taking events, though the broker answers; null where nothing does. */
  @Nullable String problem() {
    return problem;
  }

  /** Durable when it returns. An exception means: again. */
  abstract void take(List<ConsumerRecord<byte[], byte[]>> records);

  @Override
  public final void onMessage(
      List<ConsumerRecord<byte[], byte[]>> records,
      @Nullable Acknowledgment acknowledgment,
      @Nullable Consumer<?, ?> consumer) {
    Acknowledgment answer = Objects.requireNonNull(acknowledgment, "acknowledged by hand");
    flow.comes();
    try {
      take(records);
    } catch (RuntimeException e) {
      report(e);
      answer.nack(0, REDELIVERY);
      return;
    }
    if (failing != null) {
      failing = null;
      problem = null;
      LOG.atInfo().addKeyValue("purpose", purpose).log("events are taken again");
    }
    answer.acknowledge();
    rest();
  }

  /** The consumer is stopped by a flag that it looks at; an interrupt is left to it. */
  private void rest() {
    try {
      Duration rest = flow.rest();
      if (rest.isPositive()) {
        Thread.sleep(rest);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    flow.looks();
  }

  private void report(RuntimeException failure) {
    if (failure instanceof BrokerUnavailableException) {
      outage.failed(String.valueOf(failure.getMessage()));
      return;
    }
    if (failure.getClass().equals(failing)) {
      return;
    }
    failing = failure.getClass();
    if (failure instanceof Transient) {
      LOG.atWarn()
          .addKeyValue("purpose", purpose)
          .addKeyValue("problem", failure.getMessage())
          .log("events cannot be taken, they wait");
    } else {
      problem = purpose + " events cannot be taken, they wait: " + failure.getMessage();
      LOG.atError()
          .addKeyValue("reason", "events-not-taken")
          .addKeyValue("purpose", purpose)
          .setCause(failure)
          .log("events cannot be taken, they wait");
    }
  }
}
