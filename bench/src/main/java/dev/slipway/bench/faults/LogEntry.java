package dev.slipway.bench.faults;

import dev.slipway.events.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event as it lies in a topic. */
record LogEntry(
    String topic,
    int partition,
    long offset,
    String id,
    Instant time,
    String correlation,
    @Nullable String causation,
    Event event) {
  @Override
  public String toString() {
    return event.type().kebabName()
        + " "
        + id
        + " ("
        + topic
        + "/"
        + partition
        + "@"
        + offset
        + ")";
  }
}
