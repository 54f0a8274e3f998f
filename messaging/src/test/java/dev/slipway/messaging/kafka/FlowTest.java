package dev.slipway.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowTest {
  private long now = Long.MAX_VALUE - 3; // The clock may begin anywhere, and run over.
  private final Flow flow = new Flow(() -> now);

  @Test
  void restsOnceEventsKeepComing() {
    List<Duration> rests = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      rests.add(batchAfter(Duration.ofMillis(2)));
    }
    assertThat(rests.subList(0, 5)).containsOnly(Duration.ZERO);
    assertThat(rests.subList(5, 8)).containsOnly(Flow.REST);
  }

  @Test
  void neverHoldsUpSingleEvents() {
    for (int i = 0; i < 50; i++) {
      assertThat(batchAfter(Duration.ofMillis(20))).isZero();
    }
  }

  @Test
  void isOverWithThePause() {
    for (int i = 0; i < 10; i++) {
      batchAfter(Duration.ofMillis(1));
    }
    assertThat(batchAfter(Duration.ofMillis(50))).isZero();
    assertThat(batchAfter(Duration.ofMillis(1))).isZero();
  }

  private Duration batchAfter(Duration pause) {
    now += pause.toNanos();
    flow.comes();
    Duration rest = flow.rest();
    now += rest.toNanos();
    flow.looks();
    return rest;
  }
}
