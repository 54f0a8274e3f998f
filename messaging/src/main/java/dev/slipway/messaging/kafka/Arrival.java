package dev.slipway.messaging.kafka;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventType;
import dev.slipway.events.value.EventId;
import org.jspecify.annotations.Nullable;

/** What a record turned out to be. */
sealed interface Arrival {
  record Known(EventEnvelope<?> envelope) implements Arrival {}

  /** A hint from this service to itself. */
  record Notice(EventId id, String text) implements Arrival {}

  /** An event of a type that this version does not know. */
  record Unknown(String type) implements Arrival {}

  /**
   * No event.
   *
   * @param type what it claimed to be, where that is a type we know
   * @param problem why it cannot be read, without its contents
   */
  record Unreadable(@Nullable EventType type, String problem) implements Arrival {}
}
