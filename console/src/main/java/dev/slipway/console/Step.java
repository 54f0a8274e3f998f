package dev.slipway.console;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.value.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened, in a story.
 *
 * @param after since the step before it; absent for the first. By the senders' clocks
 * @param type as in {@code rollout-succeeded}
 */
public record Step(EventId id, Instant time, @Nullable Duration after, String type, String text) {
  private static final Comparator<EventEnvelope<?>> ORDER =
      Comparator.<EventEnvelope<?>, Instant>comparing(EventEnvelope::time)
          .thenComparing(e -> e.event().type().topic());

  /** The events in the order in which they happened, each once; what repeats itself is left out. */
  static List<Step> of(List<? extends EventEnvelope<?>> events, @Nullable Instant before) {
    Map<EventId, EventEnvelope<?>> distinct = new LinkedHashMap<>();
    events.stream().sorted(ORDER).forEach(e -> distinct.putIfAbsent(e.id(), e));
    List<Step> steps = new ArrayList<>();
    Instant last = before;
    for (EventEnvelope<?> e : distinct.values()) {
      String text = Telling.of(e.event());
      if (!steps.isEmpty() && steps.getLast().text().equals(text)) {
        continue;
      }
      Duration after = last == null ? null : nonNegative(Duration.between(last, e.time()));
      steps.add(new Step(e.id(), e.time(), after, e.event().type().kebabName(), text));
      last = e.time();
    }
    return steps;
  }

  private static Duration nonNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
