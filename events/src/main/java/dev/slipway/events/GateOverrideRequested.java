package dev.slipway.events;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.Sequence;

/**
 * One revision goes past queues, freeze windows and missing proof. Never past a hold or a missing
 * approval.
 *
 * @param sequence the one revision
 * @param reason told to everyone
 */
public record GateOverrideRequested(
    EnvironmentName environment, Sequence sequence, Actor actor, String reason)
    implements RequestEvent {
  public GateOverrideRequested {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("an override needs a reason");
    }
  }
}
