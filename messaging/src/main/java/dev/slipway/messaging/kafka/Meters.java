package dev.slipway.messaging.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** What messaging counts. */
final class Meters {
  private static final String TYPE = "type";
  private static final String RESULT = "result";
  private final MeterRegistry registry;

  Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  void published(String type, String result, int count) {
    registry.counter("slipway.events.published", TYPE, type, RESULT, result).increment(count);
  }

  void received(String type, String result) {
    registry.counter("slipway.events.received", TYPE, type, RESULT, result).increment();
  }

  void deadLettered(String reason) {
    registry.counter("slipway.dead.letters", "reason", reason).increment();
  }

  /** What a group's listener of this copy has not noted yet, of one topic. */
  void lag(String group, String topic, ToDoubleFunction<String> ofTopic) {
    Gauge.builder("slipway.consumer.lag", () -> ofTopic.applyAsDouble(topic))
        .description("events that lie in this copy's partitions and are not noted yet")
        .tag("group", group)
        .tag("topic", topic)
        .register(registry);
  }

  void backedOff(String kind) {
    registry.counter("slipway.worker.backoffs", "kind", kind).increment();
  }
}
