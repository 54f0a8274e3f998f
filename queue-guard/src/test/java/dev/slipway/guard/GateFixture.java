package dev.slipway.guard;

import static dev.slipway.guard.Examples.KEY;
import static dev.slipway.guard.Examples.PRODUCTION;

import dev.slipway.events.ClearanceRequested;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.Sequence;
import dev.slipway.messaging.Next;
import dev.slipway.messaging.testing.FakeConfiguration;
import dev.slipway.messaging.testing.RecordingPublisher;
import dev.slipway.messaging.testing.ServiceHarness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** A gate of production with queues in memory and a clock that the test turns. */
final class GateFixture {
  static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final Duration PENDING = Duration.ofSeconds(1);

  final FakeQueues queues = new FakeQueues();
  final RecordingPublisher publisher = new RecordingPublisher();
  final FakeConfiguration configuration = new FakeConfiguration();
  private Duration elapsed = Duration.ZERO;
  private Duration perLook = Duration.ZERO;
  ServiceHarness<GateState> harness = new ServiceHarness<>(gate(), publisher, configuration);

  EnvironmentGate gate() {
    return new EnvironmentGate(
        queues, (_, _) -> {}, new TestClock(), () -> elapsed.toNanos(), IDLE, PENDING);
  }

  <E extends Event> EventEnvelope<E> deliver(E event) {
    return harness.deliver(event);
  }

  EventId ask(Sequence sequence) {
    return deliver(new ClearanceRequested(PRODUCTION, sequence, "apply")).id();
  }

  /** Works until there is nothing to do at once. */
  Next work() throws InterruptedException {
    Next next = harness.work(KEY);
    while (next.equals(Next.after(Duration.ZERO))) {
      next = harness.work(KEY);
    }
    return next;
  }

  /** As time goes by: works every second. */
  void pass(Duration time) throws InterruptedException {
    for (long second = 0; second < time.toSeconds(); second++) {
      elapsed = elapsed.plusSeconds(1);
      work();
    }
  }

  /** Time goes by and nobody looks. */
  void skip(Duration time) {
    elapsed = elapsed.plus(time);
  }

  /** From now on so much time goes by with every look at the clock. */
  void slowDown(Duration every) {
    perLook = every;
  }

  /** What a kill leaves: state and configuration, nothing in memory. */
  void restart() {
    harness = harness.restart(gate());
  }

  GateState state() {
    return harness.state(KEY);
  }

  List<Clearance> clearances() {
    return publisher.events(RevisionCleared.class).stream()
        .map(RevisionCleared::clearance)
        .toList();
  }

  private final class TestClock extends Clock {
    @Override
    public Instant instant() {
      elapsed = elapsed.plus(perLook);
      return NOON.plus(elapsed);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
