package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;

/** What the applier answers to a question about a cluster. Keyed by environment. */
public sealed interface ReportEvent extends Event
    permits DiffReported, AdoptionReported, EnvironmentCreated, QuestionDeclined {

  EnvironmentName environment();

  @Override
  default String key() {
    return environment().toString();
  }
}
