package dev.slipway.console;

import dev.slipway.events.AdoptionReported;
import dev.slipway.events.AdoptionRequested;
import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.ClearanceRequested;
import dev.slipway.events.ConfigurationLimited;
import dev.slipway.events.ConfigurationRejected;
import dev.slipway.events.DeployRequested;
import dev.slipway.events.DiffReported;
import dev.slipway.events.DiffRequested;
import dev.slipway.events.DriftCorrected;
import dev.slipway.events.DriftFound;
import dev.slipway.events.Environment;
import dev.slipway.events.EnvironmentCreated;
import dev.slipway.events.EnvironmentHeld;
import dev.slipway.events.EnvironmentResumed;
import dev.slipway.events.EnvironmentSetupRequested;
import dev.slipway.events.Event;
import dev.slipway.events.GateOverrideRequested;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.ImageAbsent;
import dev.slipway.events.ImageFound;
import dev.slipway.events.ImageLookupRequested;
import dev.slipway.events.ImagePublished;
import dev.slipway.events.LookupRefused;
import dev.slipway.events.OutageBegun;
import dev.slipway.events.OutageEnded;
import dev.slipway.events.PromotionRequested;
import dev.slipway.events.PruneConfirmed;
import dev.slipway.events.QuestionDeclined;
import dev.slipway.events.RepositoryScanned;
import dev.slipway.events.ResourcesPruned;
import dev.slipway.events.RestartDecided;
import dev.slipway.events.RestartRequested;
import dev.slipway.events.ResumeRequested;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.RevisionHeld;
import dev.slipway.events.RevisionSuperseded;
import dev.slipway.events.RollbackRequested;
import dev.slipway.events.RolloutDelayed;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutProgressed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.ScanRequested;
import dev.slipway.events.Subscription;
import dev.slipway.events.UnpinRequested;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.UpdateProposed;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.ImageUpdate;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.QueueReading;
import dev.slipway.events.value.Revision;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One line for people per event. The environment and the time stand beside it. */
final class Telling {
  private static final int OBJECTS_NAMED = 3;

  private Telling() {}

  static String of(Event event) {
    return switch (event) {
      case WatchedImage e -> "watches " + e.image().name() + " at " + e.image().repository();
      case Environment e -> "declared in " + e.source() + " at " + e.branch() + ":/" + e.path();
      case Subscription e -> e.receiver() + " hears of " + String.join(", ", e.events());
      case ConfigurationRejected e ->
          e.source()
              + ": the configuration is wrong, the last good one stays: "
              + joined(e.problems());
      case ConfigurationLimited e ->
          e.source() + ": the Flux objects are followed, except: " + joined(e.limits());
      case RepositoryScanned e -> e.repository() + " holds " + count(e.tags().size(), "tag");
      case ImagePublished e -> published(e);
      case ImageFound e ->
          e.repository() + (e.tag() == null ? "" : ":" + e.tag()) + " is " + e.digest();
      case ImageAbsent e -> e.reference() + " is not in the registry: " + e.message();
      case LookupRefused e ->
          "whether there is a " + e.reference() + " is not known: " + e.message();
      case ScanRequested e -> "asks for every tag of " + e.repository() + ": " + e.reason();
      case ImageLookupRequested e -> "asks whether " + e.reference() + " is there";
      case DeployRequested e ->
          (e.pin() ? "pin " : "deploy ")
              + e.image()
              + " "
              + e.version()
              + " requested"
              + by(e.actor(), e.reason());
      case UnpinRequested e -> "unpin " + e.image() + " requested" + by(e.actor(), e.reason());
      case PromotionRequested e ->
          "promotion of " + images(e.images()) + " requested" + by(e.actor(), e.reason());
      case RollbackRequested e ->
          "rollback of " + images(e.images()) + " requested" + by(e.actor(), e.reason());
      case RestartRequested e ->
          "restart of "
              + (e.workload() == null ? "every workload" : e.workload())
              + " requested"
              + by(e.actor(), e.reason());
      case HoldRequested e -> "hold requested" + by(e.actor(), e.reason());
      case ResumeRequested e -> "resume requested" + by(e.actor(), e.reason());
      case ApprovalGiven e ->
          count(e.digests().size(), "image") + " approved" + by(e.actor(), e.reason());
      case GateOverrideRequested e ->
          "past the gate for revision " + e.sequence() + by(e.actor(), e.reason());
      case PruneConfirmed e ->
          "deleting what left revision " + e.sequence() + " confirmed" + by(e.actor(), e.reason());
      case DiffRequested e ->
          "asks what "
              + (e.commit() == null ? "the newest revision" : e.commit().abbreviated())
              + " would change"
              + by(e.actor(), null);
      case AdoptionRequested e ->
          (e.confirmed() ? "adoption requested" : "asks who owns what") + by(e.actor(), e.reason());
      case EnvironmentSetupRequested e -> "set-up requested" + by(e.actor(), e.reason());
      case RevisionCommitted e -> committed(e);
      case RestartDecided e ->
          "restart of "
              + (e.restart().workload() == null ? "its workloads" : e.restart().workload())
              + ": "
              + e.restart().reason();
      case UpdateDeclined e -> declined(e);
      case UpdateProposed e -> proposed(e);
      case RevisionHeld e -> commit(e.revision()) + " held: " + reasons(e.reasons());
      case RevisionCleared e -> cleared(e);
      case RevisionSuperseded _ -> "a newer revision took the place of the one that waited";
      case EnvironmentHeld e -> "on hold" + by(e.actor(), e.reason());
      case EnvironmentResumed e -> "resumed" + by(e.actor(), e.reason());
      case ClearanceRequested e -> "prepared, asks for clearance to " + e.purpose();
      case RolloutStarted e ->
          e.commit().abbreviated() + " rollout started on " + e.cluster() + changes(e.changes());
      case RolloutProgressed e ->
          e.workload() + " " + e.ready() + "/" + e.desired() + " ready" + more(e.message());
      case RolloutSucceeded e ->
          e.commit().abbreviated() + " runs" + more(Durations.exact(e.took()));
      case RolloutFailed e ->
          e.commit().abbreviated()
              + " failed ("
              + e.reason()
              + ")"
              + (e.workload() == null ? "" : " in " + e.workload())
              + ": "
              + e.message();
      case DriftFound e -> "drift found" + changes(e.objects()) + known(e.message());
      case DriftCorrected e -> "drift corrected" + changes(e.objects()) + known(e.message());
      case RolloutDelayed e -> "waits for others: " + e.message();
      case OutageBegun e ->
          e.place()
              + " does not answer ("
              + e.problem()
              + ")"
              + (e.waits() ? "; the revision waits" : "");
      case OutageEnded e -> e.place() + " answers again, after " + Durations.exact(e.lasted());
      case ResourcesPruned e -> "deleted " + objects(e.objects());
      case DiffReported e ->
          (e.sequence() == null ? "" : "only observed: ")
              + e.commit().abbreviated()
              + " "
              + changes(e);
      case AdoptionReported e ->
          (e.taken() ? "adopted fields of " : "other managers own fields of ")
              + count(e.fields().size() + e.more(), "object");
      case EnvironmentCreated e -> "set up in " + e.cluster() + by(e.actor(), null);
      case QuestionDeclined e -> "declined (" + e.reason() + "): " + e.message();
    };
  }

  static String changes(DiffReported diff) {
    int objects = diff.objects().size() + diff.more();
    return "would change " + (objects == 0 ? "nothing" : count(objects, "object"));
  }

  static String reasons(List<HoldReason> reasons) {
    return reasons.stream().map(HoldReason::message).collect(Collectors.joining("; "));
  }

  private static String published(ImagePublished e) {
    String image = e.repository() + ":" + e.tag();
    String digest = e.digest().abbreviated();
    return e.previousDigest() == null
        ? image + " published (" + digest + ")"
        : image + " moved from " + e.previousDigest().abbreviated() + " to " + digest;
  }

  private static String committed(RevisionCommitted e) {
    if (e.updates().isEmpty()) {
      return commit(e.revision()) + " by " + e.author() + ": " + e.subject();
    }
    return commit(e.revision())
        + " "
        + e.updates().stream().map(Telling::update).collect(Collectors.joining(", "));
  }

  /** Where it waits, and what for. */
  static String proposed(UpdateProposed e) {
    String what =
        e.updates().isEmpty()
            ? e.title()
            : e.updates().stream().map(Telling::update).collect(Collectors.joining(", "));
    return what + " waits for merge of " + e.request();
  }

  private static String update(ImageUpdate update) {
    return update.name()
        + (update.from() == null ? " " : " " + update.from() + " → ")
        + update.to();
  }

  private static String declined(UpdateDeclined e) {
    String what =
        e.candidate() != null
            ? e.candidate().repository().shortName() + " " + ImageWords.version(e.candidate()) + " "
            : e.image() != null ? e.image() + " " : "";
    String where =
        e.file() == null ? "" : " (" + e.file() + (e.line() == null ? "" : ":" + e.line()) + ")";
    return what + "declined (" + e.reason() + "): " + e.message() + where;
  }

  private static String cleared(RevisionCleared e) {
    String past = e.overriddenBy() == null ? "" : ", past the gate by " + e.overriddenBy();
    String how =
        switch (e.clearance()) {
          case FINAL -> " cleared";
          case PREPARE -> " cleared to prepare";
          case GRANTED -> " cleared to write";
        };
    String readings =
        e.clearance() == Clearance.FINAL || e.readings().isEmpty()
            ? ""
            : " (" + readings(e.readings()) + ")";
    return commit(e.revision()) + how + readings + past;
  }

  private static String readings(List<QueueReading> readings) {
    return readings.stream().allMatch(QueueReading::isEmpty)
        ? "every queue is empty"
        : readings.stream()
            .map(reading -> reading.queue() + " in " + reading.describe())
            .collect(Collectors.joining(", "));
  }

  private static String commit(Revision revision) {
    return revision.commit().abbreviated();
  }

  private static String by(Actor actor, @Nullable String reason) {
    return " by " + actor + (reason == null || reason.isBlank() ? "" : ": " + reason);
  }

  private static String images(List<String> names) {
    return names.isEmpty() ? "every image" : String.join(", ", names);
  }

  private static String changes(List<ObjectChange> changes) {
    return changes.isEmpty()
        ? ""
        : ": " + objects(changes.stream().map(ObjectChange::object).toList());
  }

  private static String objects(List<ObjectName> objects) {
    String named =
        objects.stream()
            .limit(OBJECTS_NAMED)
            .map(ObjectName::describe)
            .collect(Collectors.joining(", "));
    int rest = objects.size() - OBJECTS_NAMED;
    return rest > 0 ? named + " and " + rest + " more" : named;
  }

  private static String joined(List<?> parts) {
    return parts.stream().map(Object::toString).collect(Collectors.joining("; "));
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static String known(@Nullable String message) {
    return message == null ? "" : more(message);
  }

  private static String more(String message) {
    return message.isBlank() ? "" : " (" + message + ")";
  }
}
