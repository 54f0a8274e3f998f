package dev.slipway.watcher;

import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.value.EventId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What of an envelope has to be kept to answer it later. */
record Cause(EventId event, EventId correlation, @Nullable String traceparent) {

  static Cause of(EventEnvelope<?> envelope) {
    return new Cause(envelope.id(), envelope.correlationId(), envelope.traceparent());
  }

  <E extends Event> EventEnvelope<E> envelope(EventId id, String source, Instant time, E answer) {
    return new EventEnvelope<>(id, source, time, answer, correlation, event, traceparent);
  }
}
