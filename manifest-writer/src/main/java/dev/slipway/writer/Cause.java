package dev.slipway.writer;

import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.value.EventId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The event that something follows from, as far as what follows must name it.
 *
 * @param told when it was told, by its sender's clock; absent in what was noted before this was
 * @param part of the several decisions that the event comes to, this one; absent where it is all
 */
public record Cause(
    EventId event,
    EventId correlation,
    @Nullable String traceparent,
    @Nullable Instant told,
    @Nullable EventId part) {

  public static final String SOURCE = "/manifest-writer";

  public static Cause of(EventEnvelope<?> envelope) {
    return new Cause(
        envelope.id(), envelope.correlationId(), envelope.traceparent(), envelope.time(), null);
  }

  /** One of several decisions that the event comes to: each is made on its own. */
  public Cause part(String what, Object which) {
    return new Cause(event, correlation, traceparent, told, EventId.derive(what, event, which));
  }

  /** What the decision is known by. The event's own id, where it comes to this decision alone. */
  public EventId decision() {
    return part == null ? event : part;
  }

  /** When it was told; long ago, where nobody knows. */
  public Instant time() {
    return told == null ? Instant.EPOCH : told;
  }

  /** An event that follows from this; the same parts give the same id. */
  public <E extends Event> EventEnvelope<E> causes(
      E event, Instant time, Object... distinguishing) {
    Object[] parts = new Object[distinguishing.length + 2];
    parts[0] = decision();
    parts[1] = event.key();
    System.arraycopy(distinguishing, 0, parts, 2, distinguishing.length);
    return causesAs(EventId.derive(event.type().typeName(), parts), event, time);
  }

  public <E extends Event> EventEnvelope<E> causesAs(EventId id, E event, Instant time) {
    return new EventEnvelope<>(id, SOURCE, time, event, correlation, this.event, traceparent);
  }
}
