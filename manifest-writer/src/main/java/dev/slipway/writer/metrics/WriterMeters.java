package dev.slipway.writer.metrics;

import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RestartDecided;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.UpdateProposed;
import dev.slipway.events.value.Sequence;
import dev.slipway.messaging.PublishedEvents;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the writer's outcomes, and measures from a push, or a request, to its commit. A revision
 * that is told again, because its images are proven or after a crash, counts once.
 */
public final class WriterMeters implements PublishedEvents {
  /** Older commits are told again: their time was measured when they were made. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(2),
    Duration.ofMinutes(10)
  };

  private final MeterRegistry meters;
  private final Clock clock;
  private final Map<String, Sequence> last = new ConcurrentHashMap<>();

  /** Meters on this registry. */
  public WriterMeters(MeterRegistry meters, Clock clock) {
    this.meters = meters;
    this.clock = clock;
  }

  @Override
  public void onPublished(EventEnvelope<?> envelope) {
    Event event = envelope.event();
    switch (event) {
      case RevisionCommitted committed -> committed(committed);
      case UpdateDeclined declined -> count("declined", declined.reason().name());
      case UpdateProposed proposed ->
          count(proposed.opened() ? "proposed" : "proposed again", "none");
      case RestartDecided _ -> count("restarted", "none");
      default -> {} // What it asks and what it declares is no outcome.
    }
  }

  private void committed(RevisionCommitted event) {
    String environment = event.environment().toString();
    Sequence sequence = event.revision().sequence();
    if (sequence.equals(last.put(environment, sequence))) {
      return;
    }
    count("committed", event.ours() ? "none" : "PERSON");
    Instant cause = event.revision().causedAt();
    Instant now = clock.instant();
    if (cause != null && event.committedAt().plus(FRESH).isAfter(now)) {
      Timer.builder("slipway.push.committed")
          .description("from the push, or the request, to its commit")
          .tag("environment", environment)
          .serviceLevelObjectives(BUCKETS)
          .register(meters)
          .record(Duration.between(cause, now));
    }
  }

  private void count(String result, String reason) {
    meters.counter("slipway.outcomes", "result", result, "reason", reason).increment();
  }
}
