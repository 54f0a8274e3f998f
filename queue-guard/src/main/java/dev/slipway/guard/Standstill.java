package dev.slipway.guard;

import dev.slipway.events.value.Actor;
import org.jspecify.annotations.Nullable;

/**
 * What stops an environment until somebody resumes it.
 *
 * @param hold absent: nobody holds it
 * @param unreadable what could not be read: perhaps a hold, so it counts as one
 */
record Standstill(@Nullable Hold hold, @Nullable String unreadable) {
  static final Standstill NONE = new Standstill(null, null);

  /** Who said stop, and why. */
  record Hold(Actor actor, @Nullable String reason) {}

  boolean stands() {
    return hold != null || unreadable != null;
  }
}
