package dev.slipway.console;

import dev.slipway.events.AdoptionRequested;
import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.ClearanceEvent;
import dev.slipway.events.ConfigurationEvent;
import dev.slipway.events.DeployRequested;
import dev.slipway.events.DiffReported;
import dev.slipway.events.DiffRequested;
import dev.slipway.events.Environment;
import dev.slipway.events.EnvironmentHeld;
import dev.slipway.events.EnvironmentResumed;
import dev.slipway.events.EnvironmentSetupRequested;
import dev.slipway.events.Event;
import dev.slipway.events.GateOverrideRequested;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.ImageEvent;
import dev.slipway.events.LookupEvent;
import dev.slipway.events.PromotionRequested;
import dev.slipway.events.PruneConfirmed;
import dev.slipway.events.ReportEvent;
import dev.slipway.events.RequestEvent;
import dev.slipway.events.RestartDecided;
import dev.slipway.events.RestartRequested;
import dev.slipway.events.ResumeRequested;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.RevisionEvent;
import dev.slipway.events.RevisionHeld;
import dev.slipway.events.RevisionSuperseded;
import dev.slipway.events.RollbackRequested;
import dev.slipway.events.RolloutEvent;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.UnpinRequested;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.UpdateProposed;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.ImageUpdate;
import dev.slipway.events.value.Sequence;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an event is about: its environment, its place in the order, its images. */
final class Subjects {
  private Subjects() {}

  static Optional<EnvironmentName> environment(Event event) {
    return switch (event) {
      case RequestEvent request -> Optional.of(request.environment());
      case RevisionEvent revision -> Optional.of(revision.environment());
      case ClearanceEvent clearance -> Optional.of(clearance.environment());
      case RolloutEvent rollout -> Optional.of(rollout.environment());
      case ReportEvent report -> Optional.of(report.environment());
      case Environment environment -> Optional.of(environment.name());
      case ConfigurationEvent _ -> Optional.empty();
      case ImageEvent _ -> Optional.empty();
      case LookupEvent _ -> Optional.empty();
    };
  }

  static Optional<Sequence> sequence(Event event) {
    return switch (event) {
      case RevisionCommitted committed -> Optional.of(committed.revision().sequence());
      case RestartDecided restart -> Optional.of(restart.revision().sequence());
      case UpdateDeclined _ -> Optional.empty();
      case UpdateProposed _ -> Optional.empty();
      case RevisionHeld held -> Optional.of(held.revision().sequence());
      case RevisionCleared cleared -> Optional.of(cleared.revision().sequence());
      case RevisionSuperseded superseded -> Optional.of(superseded.sequence());
      case EnvironmentHeld _ -> Optional.empty();
      case EnvironmentResumed _ -> Optional.empty();
      case GateOverrideRequested override -> Optional.of(override.sequence());
      case PruneConfirmed confirmed -> Optional.of(confirmed.sequence());
      case RequestEvent _ -> Optional.empty();
      case DiffReported diff -> Optional.ofNullable(diff.sequence());
      case ReportEvent _ -> Optional.empty();
      case RolloutEvent rollout -> Optional.of(rollout.sequence());
      case ConfigurationEvent _ -> Optional.empty();
      case ImageEvent _ -> Optional.empty();
      case LookupEvent _ -> Optional.empty();
    };
  }

  /** Every word that people may call the event's images by. */
  static Set<String> images(Event event) {
    Set<String> words = new LinkedHashSet<>();
    switch (event) {
      case ImageEvent image -> ImageWords.add(words, image.repository());
      case LookupEvent lookup -> ImageWords.add(words, lookup.repository());
      case WatchedImage watched -> {
        words.add(watched.image().name());
        ImageWords.add(words, watched.image().repository());
      }
      case DeployRequested deploy -> words.add(deploy.image());
      case UnpinRequested unpin -> words.add(unpin.image());
      case PromotionRequested promotion -> words.addAll(promotion.images());
      case RollbackRequested rollback -> words.addAll(rollback.images());
      case UpdateDeclined declined -> {
        if (declined.image() != null) {
          words.add(declined.image());
        }
        if (declined.candidate() != null) {
          ImageWords.add(words, declined.candidate().repository());
        }
      }
      case UpdateProposed proposed -> proposed.updates().forEach(update -> add(words, update));
      case RevisionCommitted committed when !committed.updates().isEmpty() ->
          committed.updates().forEach(update -> add(words, update));
      case RevisionCommitted committed -> add(words, committed.revision().images());
      case RestartDecided restart -> add(words, restart.revision().images());
      case RevisionHeld held -> add(words, held.revision().images());
      case RevisionCleared cleared -> add(words, cleared.revision().images());
      case RolloutSucceeded succeeded ->
          succeeded.images().forEach(i -> ImageWords.add(words, i.reference().repository()));
      case ApprovalGiven _ -> {}
      case GateOverrideRequested _ -> {}
      case HoldRequested _ -> {}
      case ResumeRequested _ -> {}
      case RestartRequested _ -> {}
      case PruneConfirmed _ -> {}
      case DiffRequested _ -> {}
      case AdoptionRequested _ -> {}
      case EnvironmentSetupRequested _ -> {}
      case ReportEvent _ -> {}
      case ClearanceEvent _ -> {}
      case RolloutEvent _ -> {}
      case ConfigurationEvent _ -> {}
    }
    return words;
  }

  private static void add(Set<String> words, ImageUpdate update) {
    words.add(update.name());
    ImageWords.add(words, update.repository());
  }

  private static void add(Set<String> words, List<DesiredImage> images) {
    for (DesiredImage image : images) {
      if (image.name() != null) {
        words.add(image.name());
      }
      ImageWords.add(words, image.reference().repository());
    }
  }
}
