package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.Sequence;

/** What the cluster runs. Keyed by environment. */
public sealed interface RolloutEvent extends Event
    permits ClearanceRequested,
        RolloutDelayed,
        RolloutStarted,
        RolloutProgressed,
        RolloutSucceeded,
        RolloutFailed,
        DriftFound,
        DriftCorrected,
        ResourcesPruned,
        OutageBegun,
        OutageEnded {

  EnvironmentName environment();

  /** The revision that it is about. */
  Sequence sequence();

  @Override
  default String key() {
    return environment().toString();
  }
}
