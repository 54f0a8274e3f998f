package dev.slipway.events;

/**
 * Something that happened, or that somebody asked for. Payload only: who caused it and when rides
 * in the {@link EventEnvelope}.
 */
public sealed interface Event
    permits ConfigurationEvent,
        ImageEvent,
        LookupEvent,
        RequestEvent,
        RevisionEvent,
        ClearanceEvent,
        RolloutEvent,
        ReportEvent {

  /** The Kafka record's key: events with one key stay in order. */
  String key();

  default EventType type() {
    return EventType.of(this);
  }
}
