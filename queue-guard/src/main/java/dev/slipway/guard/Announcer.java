package dev.slipway.guard;

import dev.slipway.events.ClearanceEvent;
import dev.slipway.events.EnvironmentHeld;
import dev.slipway.events.EnvironmentResumed;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.RevisionHeld;
import dev.slipway.events.RevisionSuperseded;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.Sequence;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts what the gate says into envelopes. Ids follow from what is said and how often it was, so
 * that what is said again after a crash is recognised.
 */
final class Announcer {
  private static final String SOURCE = "/queue-guard";

  private final Clock clock;

  Announcer(Clock clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  EventEnvelope<?> announcement(EnvironmentName environment, Announcement announcement) {
    return switch (announcement) {
      case Announcement.Held held ->
          caused(held, new EnvironmentHeld(environment, held.actor(), held.reason()));
      case Announcement.Resumed resumed ->
          caused(resumed, new EnvironmentResumed(environment, resumed.actor(), resumed.reason()));
      case Announcement.Superseded superseded ->
          superseded(environment, superseded.cause(), superseded.sequence(), superseded.by());
    };
  }

  /** The same id for every answer that says so, and for the first time it was said. */
  EventEnvelope<?> superseded(EnvironmentName environment, Question asked, Candidate by) {
    return superseded(environment, asked.cause(), asked.sequence(), by.sequence());
  }

  private EventEnvelope<?> superseded(
      EnvironmentName environment, Cause cause, Sequence sequence, Sequence by) {
    var event = new RevisionSuperseded(environment, sequence, by);
    return envelope(id(event, sequence, by), event, cause, cause.event());
  }

  EventEnvelope<?> cleared(Candidate candidate, Decision.Clear clear, @Nullable Question answered) {
    EventId answers = answered == null ? null : answered.id();
    var event =
        new RevisionCleared(
            candidate.revision(),
            clear.clearance(),
            answers,
            clear.readings(),
            clear.overriddenBy());
    Object which = answers == null ? candidate.clearances() : answers;
    return envelope(
        id(event, candidate.sequence(), clear.clearance(), which),
        event,
        candidate.cause(),
        causation(candidate, answered));
  }

  EventEnvelope<?> held(
      Candidate candidate, List<HoldReason> reasons, @Nullable Question answered) {
    var event = new RevisionHeld(candidate.revision(), reasons, candidate.heldSince(now()));
    Said said = candidate.said();
    Object which = answered == null ? (said == null ? 0 : said.times()) : answered.id();
    return envelope(
        id(event, candidate.sequence(), candidate.clearances(), which, reasons),
        event,
        candidate.cause(),
        causation(candidate, answered));
  }

  private EventEnvelope<?> caused(Announcement announcement, ClearanceEvent event) {
    EventId cause = announcement.cause().event();
    return envelope(id(event, cause), event, announcement.cause(), cause);
  }

  private static EventId causation(Candidate candidate, @Nullable Question answered) {
    return answered == null ? candidate.cause().event() : answered.id();
  }

  private static EventId id(ClearanceEvent event, Object... parts) {
    return EventId.derive(event.type().typeName(), event.key(), List.of(parts));
  }

  private EventEnvelope<?> envelope(
      EventId id, ClearanceEvent event, Cause cause, EventId causation) {
    return new EventEnvelope<>(
        id, SOURCE, now(), event, cause.correlation(), causation, cause.traceparent());
  }
}
