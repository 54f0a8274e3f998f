package dev.slipway.events;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EnvironmentName;

/** What a person, or a robot with a token, asks of an environment. Keyed by environment. */
public sealed interface RequestEvent extends Event
    permits DeployRequested,
        UnpinRequested,
        PromotionRequested,
        RollbackRequested,
        RestartRequested,
        HoldRequested,
        ResumeRequested,
        ApprovalGiven,
        GateOverrideRequested,
        PruneConfirmed,
        DiffRequested,
        AdoptionRequested,
        EnvironmentSetupRequested {

  EnvironmentName environment();

  /** Who asked, as the console authenticated them. */
  Actor actor();

  @Override
  default String key() {
    return environment().toString();
  }
}
