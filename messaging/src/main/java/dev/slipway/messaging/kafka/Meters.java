package dev.slipway.messaging.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** What messaging counts. */
final class Meters {
  private static final String TYPE = "type";
  private static final String RESULT = "result";
  private static final String TRANSIENT = "transient";
  private static final String ERROR = "error";
  private final MeterRegistry registry;

  Meters(MeterRegistry registry) {
    this.registry = registry;
    // From nought: of a counter that begins at one, Prometheus sees no increase, and nobody is
    // told.
    for (DeadLetters.Reason reason : DeadLetters.Reason.values()) {
      var _ = deadLetters(reason.toString());
    }
    var _ = backoffs(TRANSIENT);
    var _ = backoffs(ERROR);
  }

  void published(String type, String result, int count) {
    registry.counter("slipway.events.published", TYPE, type, RESULT, result).increment(count);
  }

  void received(String type, String result) {
    registry.counter("slipway.events.received", TYPE, type, RESULT, result).increment();
  }

  void deadLettered(String reason) {
    deadLetters(reason).increment();
  }

  private Counter deadLetters(String reason) {
    return registry.counter("slipway.dead.letters", "reason", reason);
  }

  /** What a group's listener of this copy has not noted yet, of one topic. */
  void lag(String group, String topic, ToDoubleFunction<String> ofTopic) {
    Gauge.builder("slipway.consumer.lag", () -> ofTopic.applyAsDouble(topic))
        .description("events that lie in this copy's partitions and are not noted yet")
        .tag("group", group)
        .tag("topic", topic)
        .register(registry);
  }

  /** A key's work is tried again; the outage that it waits for passes, or it is an error. */
  void backedOff(boolean passing) {
    backoffs(passing ? TRANSIENT : ERROR).increment();
  }

  private Counter backoffs(String kind) {
    return registry.counter("slipway.worker.backoffs", "kind", kind);
  }
}
