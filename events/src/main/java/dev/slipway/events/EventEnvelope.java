package dev.slipway.events;

import dev.slipway.events.value.EventId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event with what CloudEvents calls its context.
 *
 * @param id derived from the cause: the same cause, the same id
 * @param source the service that says so: {@code /registry-watcher}
 * @param time when the sender made it, by the sender's clock: for people, never for order
 * @param correlationId the id of the push or request that started it all
 * @param causationId the event right before this one; absent at a beginning
 * @param traceparent W3C trace context, carried on as it came
 */
public record EventEnvelope<E extends Event>(
    EventId id,
    String source,
    Instant time,
    E event,
    EventId correlationId,
    @Nullable EventId causationId,
    @Nullable String traceparent) {

  /** An event that nothing of ours caused: a push, a person's command. It begins a trace. */
  public static <E extends Event> EventEnvelope<E> first(
      EventId id, String source, Instant time, E event) {
    return new EventEnvelope<>(id, source, time, event, id, null, TraceContext.begunBy(id));
  }

  /** The same in the trace that its cause outside came with; null: in its own. */
  public EventEnvelope<E> within(@Nullable String outerTraceparent) {
    return outerTraceparent == null
        ? this
        : new EventEnvelope<>(
            id, source, time, event, correlationId, causationId, outerTraceparent);
  }

  /** An event that this one caused. Its id follows from this one's, the type and the parts. */
  public <F extends Event> EventEnvelope<F> causes(
      String source, Instant time, F event, Object... distinguishing) {
    EventId derived =
        EventId.derive(event.type().typeName(), id, event.key(), List.of(distinguishing));
    return new EventEnvelope<>(derived, source, time, event, correlationId, id, traceparent);
  }

  /** As {@link #causes}, with an id that the caller derived. */
  public <F extends Event> EventEnvelope<F> causesAs(
      EventId derived, String source, Instant time, F event) {
    return new EventEnvelope<>(derived, source, time, event, correlationId, id, traceparent);
  }
}
