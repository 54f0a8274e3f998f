package dev.slipway.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class MetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Meters meters = new Meters(registry);

  @Test
  void whatAnAlertWaitsForBeginsAtNought() {
    assertThat(registry.find("slipway.dead.letters").counters())
        .hasSize(DeadLetters.Reason.values().length)
        .allMatch(counter -> counter.count() == 0);
    assertThat(registry.find("slipway.worker.backoffs").counters())
        .hasSize(2)
        .allMatch(counter -> counter.count() == 0);
  }

  @Test
  void theFirstIsAnIncrease() {
    meters.deadLettered(DeadLetters.Reason.WRONG_KEY.toString());
    meters.backedOff(true);

    Counter wrongKey = registry.get("slipway.dead.letters").tag("reason", "wrong-key").counter();
    assertThat(wrongKey.count()).isEqualTo(1);
    assertThat(registry.get("slipway.worker.backoffs").tag("kind", "transient").counter().count())
        .isEqualTo(1);
    assertThat(registry.find("slipway.dead.letters").counters())
        .hasSize(DeadLetters.Reason.values().length);
  }
}
