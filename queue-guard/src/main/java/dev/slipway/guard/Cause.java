package dev.slipway.guard;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.value.EventId;
import org.jspecify.annotations.Nullable;

/** The context of the event that led to something: what later events carry on. */
record Cause(EventId event, EventId correlation, @Nullable String traceparent) {

  static Cause of(EventEnvelope<?> envelope) {
    return new Cause(envelope.id(), envelope.correlationId(), envelope.traceparent());
  }
}
