package dev.slipway.notifier;

import dev.slipway.events.AdoptionRequested;
import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.DeployRequested;
import dev.slipway.events.DiffRequested;
import dev.slipway.events.EnvironmentSetupRequested;
import dev.slipway.events.GateOverrideRequested;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.PromotionRequested;
import dev.slipway.events.PruneConfirmed;
import dev.slipway.events.RequestEvent;
import dev.slipway.events.RestartRequested;
import dev.slipway.events.ResumeRequested;
import dev.slipway.events.RollbackRequested;
import dev.slipway.events.UnpinRequested;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people ask for. */
final class RequestWords {
  private RequestWords() {}

  static String of(RequestEvent event) {
    String what =
        switch (event) {
          case DeployRequested deploy ->
              " deploys "
                  + deploy.image()
                  + " "
                  + deploy.version()
                  + (deploy.pin() ? ", pinned" : "")
                  + Words.because(deploy.reason());
          case UnpinRequested unpin -> " unpins " + unpin.image() + Words.because(unpin.reason());
          case PromotionRequested promotion ->
              " promotes " + images(promotion.images()) + Words.because(promotion.reason());
          case RollbackRequested rollback ->
              " rolls back " + images(rollback.images()) + Words.because(rollback.reason());
          case RestartRequested restart ->
              " restarts " + workload(restart.workload()) + Words.because(restart.reason());
          case HoldRequested hold -> " asks for a hold" + Words.because(hold.reason());
          case ResumeRequested resume -> " ends the hold" + Words.because(resume.reason());
          case ApprovalGiven approval ->
              " approves "
                  + Words.count(approval.digests().size(), "image")
                  + Words.because(approval.reason());
          case GateOverrideRequested override ->
              " goes past the gate for one revision" + Words.because(override.reason());
          case PruneConfirmed confirmed ->
              " lets one revision delete what left it" + Words.because(confirmed.reason());
          case DiffRequested diff ->
              " asks what "
                  + (diff.commit() == null ? "the newest revision" : diff.commit().abbreviated())
                  + " would change";
          case AdoptionRequested adoption ->
              (adoption.confirmed() ? " takes over what others own" : " asks who owns what")
                  + Words.because(adoption.reason());
          case EnvironmentSetupRequested setup -> " sets it up" + Words.because(setup.reason());
        };
    return event.environment() + ": " + event.actor() + what;
  }

  private static String images(List<String> names) {
    return names.isEmpty() ? "every image" : Words.list(names);
  }

  private static String workload(@Nullable String workload) {
    return workload == null ? "every workload" : workload;
  }
}
