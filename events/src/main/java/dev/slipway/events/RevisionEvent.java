package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;

/** What is desired. Keyed by environment. */
public sealed interface RevisionEvent extends Event
    permits RevisionCommitted, RestartDecided, UpdateDeclined, UpdateProposed {

  EnvironmentName environment();

  @Override
  default String key() {
    return environment().toString();
  }
}
