package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;

/** Whether an environment may change now. Keyed by environment. */
public sealed interface ClearanceEvent extends Event
    permits RevisionHeld, RevisionCleared, RevisionSuperseded, EnvironmentHeld, EnvironmentResumed {

  EnvironmentName environment();

  @Override
  default String key() {
    return environment().toString();
  }
}
