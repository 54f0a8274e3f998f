package dev.slipway.console;

import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RepositoryScanned;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as people see it.
 *
 * @param type as in {@code rollout-succeeded}
 * @param environment absent where it concerns none
 * @param text one line for people
 * @param event the whole payload; a scan's tag list is cut after {@value #TAGS_KEPT}
 */
public record ToldEvent(
    EventId id,
    String type,
    Instant time,
    String source,
    @Nullable EnvironmentName environment,
    String text,
    EventId correlation,
    @Nullable EventId causation,
    Event event) {
  static final int TAGS_KEPT = 100;

  static ToldEvent of(EventEnvelope<?> envelope) {
    Event event = envelope.event();
    return new ToldEvent(
        envelope.id(),
        event.type().kebabName(),
        envelope.time(),
        envelope.source(),
        Subjects.environment(event).orElse(null),
        Telling.of(event),
        envelope.correlationId(),
        envelope.causationId(),
        shortened(event));
  }

  /** A scan may list a hundred thousand tags: the text tells how many there were. */
  private static Event shortened(Event event) {
    return event instanceof RepositoryScanned scan && scan.tags().size() > TAGS_KEPT
        ? new RepositoryScanned(
            scan.repository(), scan.tags().subList(0, TAGS_KEPT), scan.requested())
        : event;
  }
}
