package dev.slipway.notifier;

import dev.slipway.events.ClearanceRequested;
import dev.slipway.events.DriftCorrected;
import dev.slipway.events.DriftFound;
import dev.slipway.events.OutageBegun;
import dev.slipway.events.OutageEnded;
import dev.slipway.events.ResourcesPruned;
import dev.slipway.events.RolloutDelayed;
import dev.slipway.events.RolloutEvent;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutProgressed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.events.value.RunningImage;
import dev.slipway.events.value.Sequence;
import java.util.List;

/** What the cluster runs. */
final class RolloutWords {
  private RolloutWords() {}

  static String of(RolloutEvent event, Glimpse known) {
    String where = event.environment().toString();
    return switch (event) {
      case ClearanceRequested asked ->
          where + " is ready and asks whether it may " + asked.purpose();
      case RolloutStarted started ->
          where
              + subject(started.sequence(), known)
              + " rolls out: "
              + Words.count(started.changes().size(), "object")
              + " in cluster "
              + started.cluster();
      case RolloutProgressed progressed ->
          where
              + " "
              + progressed.workload()
              + ": "
              + progressed.ready()
              + " of "
              + progressed.desired()
              + " ready"
              + Words.because(progressed.message());
      case RolloutSucceeded succeeded -> where + " " + succeeded(succeeded, known);
      case RolloutFailed failed -> where + subject(failed.sequence(), known) + failed(failed);
      case DriftFound drift ->
          where
              + (drift.objects().isEmpty()
                  ? " stays as it was applied"
                  : " differs from what was applied, and is left so: " + objects(drift.objects()))
              + Words.because(drift.message());
      case DriftCorrected drift ->
          where
              + " differed from what was applied, and was put right: "
              + objects(drift.objects())
              + Words.because(drift.message());
      case RolloutDelayed delayed -> where + ": waits for others: " + delayed.message();
      case OutageBegun outage ->
          where
              + (outage.waits() ? subject(outage.sequence(), known) + " waits: " : ": ")
              + outage.place()
              + " does not answer"
              + Words.because(outage.problem());
      case OutageEnded outage ->
          where
              + ": "
              + outage.place()
              + " answers again ("
              + Words.duration(outage.lasted())
              + ")";
      case ResourcesPruned pruned ->
          where
              + ": deleted what left the environment: "
              + Words.list(pruned.objects().stream().map(ObjectName::describe).toList());
    };
  }

  /** What changed, where that is known; else everything that runs. */
  private static String succeeded(RolloutSucceeded succeeded, Glimpse known) {
    List<ImageReference> images =
        succeeded.images().stream().map(RunningImage::reference).distinct().toList();
    List<ImageReference> changed =
        images.stream().filter(image -> !known.running().contains(image)).toList();
    String what = Words.images((changed.isEmpty() ? images : changed).stream());
    String again = succeeded.restarts().isEmpty() ? "" : " again";
    String took = succeeded.took().isZero() ? "" : " (" + Words.duration(succeeded.took()) + ")";
    if (what.isEmpty()) {
      return succeeded.commit().abbreviated() + " is applied" + took;
    }
    return what
        + (images.size() > 1 && changed.size() != 1 ? " are" : " is")
        + " running"
        + again
        + took;
  }

  private static String failed(RolloutFailed failed) {
    String workload = failed.workload() == null ? "" : " (" + failed.workload() + ")";
    String untouched = failed.begun() ? "" : "; nothing was changed";
    return " FAILED: "
        + words(failed.reason())
        + workload
        + untouched
        + Words.because(failed.message());
  }

  private static String subject(Sequence sequence, Glimpse known) {
    if (!sequence.equals(known.sequence())) {
      return "";
    }
    String changes = Words.changes(known.desired(), known.running());
    return changes.isEmpty() ? "" : " " + changes;
  }

  private static String objects(List<ObjectChange> objects) {
    return Words.list(objects.stream().map(change -> change.object().describe()).toList());
  }

  private static String words(RolloutFailure reason) {
    return switch (reason) {
      case ENVIRONMENT_ABSENT -> "the environment was never set up in the cluster";
      case UNKNOWN_CLUSTER -> "no applier knows the cluster";
      case PATH_ABSENT -> "its folder is not in the commit";
      case UNREADABLE_MANIFEST -> "a file cannot be read";
      case NOT_SUPPORTED -> "it holds something that cannot be applied yet";
      case TOOL_MISSING -> "a program that renders it is not installed beside the applier";
      case RENDER_FAILED -> "Kustomize or Helm cannot render it";
      case DECRYPTION_FAILED -> "an encrypted file cannot be decrypted";
      case DUPLICATE_OBJECT -> "two files declare the same object";
      case OWNED_BY_ANOTHER -> "an object belongs to another environment";
      case UNKNOWN_KIND -> "the cluster does not know a kind of object";
      case REJECTED -> "the cluster refuses an object";
      case FORBIDDEN -> "a permission is missing";
      case OUTDATED -> "the cluster records a newer revision";
      case IMAGE_PULL_FAILED -> "an image cannot be pulled";
      case CRASHED -> "a container crashes";
      case NOT_READY -> "a pod does not become ready";
      case UNSCHEDULABLE -> "no node takes a pod";
      case POD_REFUSED -> "a pod may not be made";
      case TIMED_OUT -> "not done in time";
      case CONFLICT -> "another manager owns a field";
      case IMMUTABLE -> "a field cannot be changed on a live object";
      case PRUNE_LIMIT -> "more would be deleted than may be without a confirmation";
      case DIGEST_NOT_RUNNING -> "the pods run another digest";
      case UNKNOWN_ENVIRONMENT -> "nobody declares the environment";
      case UNKNOWN_REVISION -> "no such revision is known";
      case ON_HOLD -> "the environment is on hold";
      case ONLY_OBSERVED -> "the environment is only observed";
      case NO_ANSWER -> "something outside did not answer in time";
    };
  }
}
