package dev.slipway.events;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Every kind of event: its name on the wire, its record and its topic.
 *
 * <p>Types are {@code dev.slipway.<subject>.<past-tense>.v1}. A reader skips the types it does not
 * know.
 */
public enum EventType {
  WATCHED_IMAGE("image.watched", WatchedImage.class, Topic.CONFIG),
  ENVIRONMENT("environment.declared", Environment.class, Topic.CONFIG),
  SUBSCRIPTION("subscription.declared", Subscription.class, Topic.CONFIG),
  CONFIGURATION_REJECTED("configuration.rejected", ConfigurationRejected.class, Topic.CONFIG),
  CONFIGURATION_LIMITED("configuration.limited", ConfigurationLimited.class, Topic.CONFIG),
  REPOSITORY_SCANNED("repository.scanned", RepositoryScanned.class, Topic.IMAGES),
  IMAGE_PUBLISHED("image.published", ImagePublished.class, Topic.IMAGES),
  IMAGE_FOUND("image.found", ImageFound.class, Topic.IMAGES),
  IMAGE_ABSENT("image.absent", ImageAbsent.class, Topic.IMAGES),
  LOOKUP_REFUSED("lookup.refused", LookupRefused.class, Topic.IMAGES),
  SCAN_REQUESTED("scan.requested", ScanRequested.class, Topic.LOOKUPS),
  IMAGE_LOOKUP_REQUESTED("image-lookup.requested", ImageLookupRequested.class, Topic.LOOKUPS),
  DEPLOY_REQUESTED("deploy.requested", DeployRequested.class, Topic.REQUESTS),
  UNPIN_REQUESTED("unpin.requested", UnpinRequested.class, Topic.REQUESTS),
  PROMOTION_REQUESTED("promotion.requested", PromotionRequested.class, Topic.REQUESTS),
  ROLLBACK_REQUESTED("rollback.requested", RollbackRequested.class, Topic.REQUESTS),
  RESTART_REQUESTED("restart.requested", RestartRequested.class, Topic.REQUESTS),
  HOLD_REQUESTED("hold.requested", HoldRequested.class, Topic.REQUESTS),
  RESUME_REQUESTED("resume.requested", ResumeRequested.class, Topic.REQUESTS),
  APPROVAL_GIVEN("approval.given", ApprovalGiven.class, Topic.REQUESTS),
  GATE_OVERRIDE_REQUESTED("gate-override.requested", GateOverrideRequested.class, Topic.REQUESTS),
  PRUNE_CONFIRMED("prune.confirmed", PruneConfirmed.class, Topic.REQUESTS),
  DIFF_REQUESTED("diff.requested", DiffRequested.class, Topic.REQUESTS),
  ADOPTION_REQUESTED("adoption.requested", AdoptionRequested.class, Topic.REQUESTS),
  ENVIRONMENT_SETUP_REQUESTED(
      "environment-setup.requested", EnvironmentSetupRequested.class, Topic.REQUESTS),
  REVISION_COMMITTED("revision.committed", RevisionCommitted.class, Topic.REVISIONS),
  RESTART_DECIDED("restart.decided", RestartDecided.class, Topic.REVISIONS),
  UPDATE_DECLINED("update.declined", UpdateDeclined.class, Topic.REVISIONS),
  UPDATE_PROPOSED("update.proposed", UpdateProposed.class, Topic.REVISIONS),
  REVISION_HELD("revision.held", RevisionHeld.class, Topic.CLEARANCES),
  REVISION_CLEARED("revision.cleared", RevisionCleared.class, Topic.CLEARANCES),
  REVISION_SUPERSEDED("revision.superseded", RevisionSuperseded.class, Topic.CLEARANCES),
  ENVIRONMENT_HELD("environment.held", EnvironmentHeld.class, Topic.CLEARANCES),
  ENVIRONMENT_RESUMED("environment.resumed", EnvironmentResumed.class, Topic.CLEARANCES),
  CLEARANCE_REQUESTED("clearance.requested", ClearanceRequested.class, Topic.ROLLOUTS),
  ROLLOUT_STARTED("rollout.started", RolloutStarted.class, Topic.ROLLOUTS),
  ROLLOUT_PROGRESSED("rollout.progressed", RolloutProgressed.class, Topic.ROLLOUTS),
  ROLLOUT_SUCCEEDED("rollout.succeeded", RolloutSucceeded.class, Topic.ROLLOUTS),
  ROLLOUT_FAILED("rollout.failed", RolloutFailed.class, Topic.ROLLOUTS),
  DRIFT_FOUND("drift.found", DriftFound.class, Topic.ROLLOUTS),
  DRIFT_CORRECTED("drift.corrected", DriftCorrected.class, Topic.ROLLOUTS),
  RESOURCES_PRUNED("resources.pruned", ResourcesPruned.class, Topic.ROLLOUTS),
  ROLLOUT_DELAYED("rollout.delayed", RolloutDelayed.class, Topic.ROLLOUTS),
  OUTAGE_BEGUN("outage.begun", OutageBegun.class, Topic.ROLLOUTS),
  OUTAGE_ENDED("outage.ended", OutageEnded.class, Topic.ROLLOUTS),
  DIFF_REPORTED("diff.reported", DiffReported.class, Topic.ROLLOUTS),
  ADOPTION_REPORTED("adoption.reported", AdoptionReported.class, Topic.ROLLOUTS),
  ENVIRONMENT_CREATED("environment.created", EnvironmentCreated.class, Topic.ROLLOUTS),
  QUESTION_DECLINED("question.declined", QuestionDeclined.class, Topic.ROLLOUTS);

  private static final Map<String, EventType> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::typeName, t -> t));
  private static final Map<Class<?>, EventType> BY_RECORD =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::record, t -> t));

  private final String subject;
  private final Class<? extends Event> record;
  private final Topic topic;

  EventType(String subject, Class<? extends Event> record, Topic topic) {
    this.subject = subject;
    this.record = record;
    this.topic = topic;
  }

  /** CloudEvents {@code type}: {@code dev.slipway.image.published.v1}. */
  public String typeName() {
    return "dev.slipway." + subject + ".v1";
  }

  public Class<? extends Event> record() {
    return record;
  }

  public Topic topic() {
    return topic;
  }

  /** As people write it in a subscription: {@code rollout-succeeded}. */
  public String kebabName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The type of that name, or empty where a later version of Slipway sent it. */
  public static Optional<EventType> find(String typeName) {
    return Optional.ofNullable(BY_NAME.get(typeName));
  }

  static EventType of(Event event) {
    EventType type = BY_RECORD.get(event.getClass());
    if (type == null) {
      throw new IllegalStateException(event.getClass() + " has no EventType");
    }
    return type;
  }
}
