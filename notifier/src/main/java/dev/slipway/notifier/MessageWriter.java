package dev.slipway.notifier;

import dev.slipway.events.ClearanceEvent;
import dev.slipway.events.ConfigurationEvent;
import dev.slipway.events.Event;
import dev.slipway.events.ImageEvent;
import dev.slipway.events.LookupEvent;
import dev.slipway.events.ReportEvent;
import dev.slipway.events.RequestEvent;
import dev.slipway.events.RevisionEvent;
import dev.slipway.events.RolloutEvent;
import java.util.Optional;

/**
 * One message per event, as a person wants to read it: where, what, what became of it, and why.
 * Without markup: each receiver escapes as it needs.
 */
final class MessageWriter {
  private static final int MOST_CHARACTERS = 1_500;

  private MessageWriter() {}

  /**
   * Writes it.
   *
   * @param known what is known of the event's environment; empty for events without one
   */
  static String write(Event event, Optional<Glimpse> known) {
    String text =
        switch (event) {
          case RolloutEvent rollout -> RolloutWords.of(rollout, glimpse(known, rollout));
          case ReportEvent report -> ReportWords.of(report);
          case RevisionEvent revision -> RevisionWords.of(revision, glimpse(known, revision));
          case ClearanceEvent clearance -> ClearanceWords.of(clearance, glimpse(known, clearance));
          case RequestEvent request -> RequestWords.of(request);
          case ImageEvent image -> ImageWords.of(image);
          case LookupEvent lookup -> ImageWords.of(lookup);
          case ConfigurationEvent configuration -> ConfigurationWords.of(configuration);
        };
    return text.length() <= MOST_CHARACTERS
        ? text
        : text.substring(0, MOST_CHARACTERS).stripTrailing() + "…";
  }

  private static Glimpse glimpse(Optional<Glimpse> known, Event event) {
    return known.orElseThrow(
        () -> new IllegalArgumentException(event.type() + " has an environment"));
  }
}
