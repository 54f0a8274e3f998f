package dev.slipway.applier;

import dev.slipway.events.value.EnvironmentName;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** The applier's outcomes as meters. */
record ApplierMeters(MeterRegistry meters) implements Outcomes {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(2),
    Duration.ofMinutes(10),
    Duration.ofHours(1),
    Duration.ofHours(12)
  };

  @Override
  public void count(String result, String reason) {
    meters.counter("slipway.outcomes", "result", result, "reason", reason).increment();
  }

  @Override
  public void reached(String stage, EnvironmentName environment, Duration sinceCause) {
    Timer.builder("slipway.push." + stage)
        .description("from the push, or the request, until its revision is " + stage)
        .tag("environment", environment.toString())
        .serviceLevelObjectives(BUCKETS)
        .register(meters)
        .record(sinceCause);
  }
}
