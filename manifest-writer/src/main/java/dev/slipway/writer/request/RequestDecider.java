package dev.slipway.writer.request;

import dev.slipway.events.AdoptionRequested;
import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.DeployRequested;
import dev.slipway.events.DiffRequested;
import dev.slipway.events.Environment;
import dev.slipway.events.EnvironmentSetupRequested;
import dev.slipway.events.GateOverrideRequested;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.PromotionRequested;
import dev.slipway.events.PruneConfirmed;
import dev.slipway.events.RestartRequested;
import dev.slipway.events.ResumeRequested;
import dev.slipway.events.RollbackRequested;
import dev.slipway.events.UnpinRequested;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.writer.Asked;
import dev.slipway.writer.Desk;
import dev.slipway.writer.Plan;
import java.util.Optional;

/** Carries out what people ask for, as far as Git is concerned. */
public final class RequestDecider {
  private final Desk desk;
  private final Plan plan;

  public RequestDecider(Desk desk, Plan plan) {
    this.desk = desk;
    this.plan = plan;
  }

  private String unknown(EnvironmentName name) {
    return desk.everywhere()
        .apply(name)
        .map(
            other ->
                "the environment '%s' belongs to %s, branch %s: only its manifest-writer decides here"
                        .formatted(name, other.source(), other.branch())
                    + " (slipway.writer.repositories)")
        .orElse("no repository declares an environment '" + name + "'");
  }

  public void decide(Asked asked) {
    EnvironmentName name = asked.request().environment();
    Optional<Environment> environment = desk.environment(name);
    if (environment.isEmpty()) {
      plan.decline(
          asked.cause(), name, null, null, DeclineReason.UNKNOWN_ENVIRONMENT, unknown(name));
      plan.decided(asked.cause());
      return;
    }
    OpenRequest open = new OpenRequest(asked, environment.get(), desk, plan);
    switch (asked.request()) {
      case DeployRequested deploy -> new DeployDecision(open, deploy).decide();
      case PromotionRequested promotion -> new PromotionDecision(open, promotion).decide();
      case RollbackRequested rollback -> new RollbackDecision(open, rollback).decide();
      case UnpinRequested unpin -> UnpinDecision.decide(open, unpin);
      case RestartRequested restart -> RestartDecision.decide(open, restart);
      case HoldRequested _,
          ResumeRequested _,
          ApprovalGiven _,
          GateOverrideRequested _,
          PruneConfirmed _,
          DiffRequested _,
          AdoptionRequested _,
          EnvironmentSetupRequested _ ->
          open.done();
    }
  }
}
