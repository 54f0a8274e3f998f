package dev.slipway.notifier;

import dev.slipway.events.value.EventId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one receiver is told of one event.
 *
 * @param event the event's id: a receiver that gets a message twice can tell by it
 * @param type name of the event's type on the wire
 * @param at when the event was made
 * @param channel where in the receiver; absent: where its address leads
 * @param text for people, without any markup
 * @param data the event as JSON, for receivers that are programs; absent for people
 */
public record Message(
    EventId event,
    String type,
    Instant at,
    EventId correlation,
    @Nullable String channel,
    String text,
    @Nullable String data) {

  /** The same with a line below. */
  Message withLine(String line) {
    return new Message(event, type, at, correlation, channel, text + "\n" + line, data);
  }

  /** About how much room it takes where it is kept. */
  int characters() {
    return text.length() + (data == null ? 0 : data.length());
  }
}
