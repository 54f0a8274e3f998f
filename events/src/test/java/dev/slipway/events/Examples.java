package dev.slipway.events;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.ConfigurationProblem;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.DigestPolicy;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.FieldChange;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.ForeignFields;
import dev.slipway.events.value.FreezeWindow;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Guard;
import dev.slipway.events.value.GuardedQueue;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.ImageUpdate;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.ObjectDiff;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.OnFailure;
import dev.slipway.events.value.Promotion;
import dev.slipway.events.value.PruneLimits;
import dev.slipway.events.value.QueueReading;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.events.value.RunningImage;
import dev.slipway.events.value.ScannedImage;
import dev.slipway.events.value.Sequence;
import dev.slipway.events.value.Tag;
import dev.slipway.events.value.TagFilter;
import dev.slipway.events.value.TagPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One event of every type, with every optional field: what the golden files hold. */
public final class Examples {
  private static final GitRepository OPS = GitRepository.parse("https://git.example/acme/ops");
  private static final EnvironmentName PRODUCTION = EnvironmentName.parse("production");
  private static final EnvironmentName STAGING = EnvironmentName.parse("staging");
  private static final ImageRepository WEB = ImageRepository.parse("ghcr.io/acme/web");
  private static final Digest DIGEST = Digest.parse("sha256:" + "1a".repeat(32));
  private static final Digest BEFORE = Digest.parse("sha256:" + "0b".repeat(32));
  private static final GitRevision COMMIT = GitRevision.parse("8a2ce0f1".repeat(5));
  private static final Sequence SEQUENCE = new Sequence(1763640000000L, 42, 0);
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Actor ALICE = new Actor("alice");
  private static final EventId CAUSE = EventId.parse("5f2b9d1c0e7a48e3b6f1d2c3a4b5c6d7");
  private static final EventId QUESTION = EventId.parse("0a1b2c3d4e5f60718293a4b5c6d7e8f9");
  private static final ImageReference REFERENCE =
      ImageReference.parse("ghcr.io/acme/web:1.4.2@" + DIGEST);
  private static final ObjectName DEPLOYMENT =
      new ObjectName("apps/v1", "Deployment", "acme", "web");
  private static final FollowedImage FOLLOWED =
      new FollowedImage(
          "web",
          WEB,
          new TagPolicy.Timestamp("^(?<ts>\\d{8}-\\d{6})-[0-9a-f]{7}$", "yyyyMMdd-HHmmss"),
          new TagFilter("^main-(?<version>.+)$", "$version"),
          GitBranch.parse("main"),
          DigestPolicy.IF_NOT_PRESENT);
  private static final Restart RESTART =
      new Restart(CAUSE, "Deployment/web", REFERENCE, DIGEST, "ghcr.io/acme/web:latest moved");
  private static final List<QueueReading> READINGS =
      List.of(
          new QueueReading("training-jobs", "us-west-2", 0, 1, 0, null),
          new QueueReading("training-jobs", "us-east-2", 0, 0, 0, "did not answer in 5 s"));
  private static final Revision REVISION =
      new Revision(
          PRODUCTION,
          SEQUENCE,
          OPS,
          GitBranch.parse("main"),
          COMMIT,
          List.of(new DesiredImage("web", REFERENCE, DIGEST, true)),
          List.of(RESTART),
          17);

  private Examples() {}

  /** The example of that type. */
  public static Event of(EventType type) {
    return switch (type) {
      case WATCHED_IMAGE -> new WatchedImage(OPS, FOLLOWED);
      case ENVIRONMENT -> environment();
      case SUBSCRIPTION ->
          new Subscription(
              OPS, 0, "slack", "#deployments", Set.of(PRODUCTION), Set.of("rollout-succeeded"));
      case CONFIGURATION_REJECTED ->
          new ConfigurationRejected(
              OPS,
              COMMIT,
              List.of(
                  new ConfigurationProblem(
                      12, "environments.production.formerly", "'formerly' is not honoured yet")));
      case CONFIGURATION_LIMITED ->
          new ConfigurationLimited(
              OPS,
              COMMIT,
              List.of(
                  new ConfigurationProblem(
                      14,
                      "spec.dependsOn",
                      "cannot be honoured: environments are applied independently",
                      "clusters/production/apps.yaml")));
      case REPOSITORY_SCANNED ->
          new RepositoryScanned(
              WEB,
              List.of(Tag.parse("1.4.1"), Tag.parse("1.4.2")),
              true,
              List.of(new ScannedImage(Tag.parse("1.4.2"), DIGEST, NOON, labels())));
      case IMAGE_PUBLISHED ->
          new ImagePublished(WEB, Tag.parse("1.4.2"), DIGEST, NOON, labels(), BEFORE);
      case IMAGE_FOUND -> new ImageFound(WEB, QUESTION, Tag.parse("1.4.2"), DIGEST, NOON, labels());
      case IMAGE_ABSENT ->
          new ImageAbsent(WEB, QUESTION, REFERENCE, "the registry holds no " + REFERENCE);
      case LOOKUP_REFUSED ->
          new LookupRefused(
              WEB,
              QUESTION,
              REFERENCE,
              "UNAUTHORIZED",
              "the registry answered 401; set a user for ghcr.io in slipway.watcher.registries");
      case SCAN_REQUESTED -> new ScanRequested(WEB, "environment production is new");
      case IMAGE_LOOKUP_REQUESTED -> new ImageLookupRequested(WEB, REFERENCE);
      case DEPLOY_REQUESTED ->
          new DeployRequested(PRODUCTION, "web", "1.4.2", true, ALICE, "hot fix");
      case UNPIN_REQUESTED -> new UnpinRequested(PRODUCTION, "web", ALICE, "fixed upstream");
      case PROMOTION_REQUESTED ->
          new PromotionRequested(PRODUCTION, List.of("web"), ALICE, "release 1.4");
      case ROLLBACK_REQUESTED ->
          new RollbackRequested(PRODUCTION, List.of("web"), ALICE, "errors at checkout");
      case RESTART_REQUESTED ->
          new RestartRequested(PRODUCTION, "Deployment/web", ALICE, "a secret was rotated");
      case HOLD_REQUESTED -> new HoldRequested(PRODUCTION, ALICE, "the fair is on");
      case RESUME_REQUESTED -> new ResumeRequested(PRODUCTION, ALICE, "the fair is over");
      case APPROVAL_GIVEN -> new ApprovalGiven(PRODUCTION, Set.of(DIGEST), ALICE, "tested");
      case GATE_OVERRIDE_REQUESTED ->
          new GateOverrideRequested(PRODUCTION, SEQUENCE, ALICE, "the jobs are stuck anyway");
      case PRUNE_CONFIRMED ->
          new PruneConfirmed(PRODUCTION, SEQUENCE, ALICE, "the old shop is gone for good");
      case DIFF_REQUESTED -> new DiffRequested(PRODUCTION, COMMIT, ALICE);
      case ADOPTION_REQUESTED -> new AdoptionRequested(PRODUCTION, true, ALICE, "off Argo CD");
      case ENVIRONMENT_SETUP_REQUESTED ->
          new EnvironmentSetupRequested(PRODUCTION, ALICE, "a new region");
      case REVISION_COMMITTED ->
          new RevisionCommitted(REVISION, "Slipway", "web 1.4.2", true, NOON, updates(), true);
      case RESTART_DECIDED -> new RestartDecided(REVISION, RESTART);
      case UPDATE_DECLINED ->
          new UpdateDeclined(
              PRODUCTION,
              "web",
              REFERENCE,
              DeclineReason.CONFLICT_MARKERS,
              "apps/production/web.yaml holds conflict markers: resolve them",
              "apps/production/web.yaml",
              7);
      case UPDATE_PROPOSED ->
          new UpdateProposed(
              PRODUCTION,
              "https://github.com/acme/shop/pull/12",
              "web 1.4.1 → 1.4.2 in production",
              GitBranch.parse("slipway/production"),
              true,
              updates());
      case REVISION_HELD -> new RevisionHeld(REVISION, reasons(), NOON);
      case REVISION_CLEARED ->
          new RevisionCleared(REVISION, Clearance.GRANTED, QUESTION, READINGS, ALICE);
      case REVISION_SUPERSEDED ->
          new RevisionSuperseded(PRODUCTION, SEQUENCE, SEQUENCE.nextRestart());
      case ENVIRONMENT_HELD -> new EnvironmentHeld(PRODUCTION, ALICE, "the fair is on");
      case ENVIRONMENT_RESUMED -> new EnvironmentResumed(PRODUCTION, ALICE, "the fair is over");
      case CLEARANCE_REQUESTED -> new ClearanceRequested(PRODUCTION, SEQUENCE, "apply");
      case ROLLOUT_STARTED -> new RolloutStarted(PRODUCTION, SEQUENCE, COMMIT, "main", changes());
      case ROLLOUT_PROGRESSED ->
          new RolloutProgressed(
              PRODUCTION, SEQUENCE, "Deployment/web", 2, 3, "2 of 3 pods are ready");
      case ROLLOUT_SUCCEEDED ->
          new RolloutSucceeded(
              PRODUCTION,
              SEQUENCE,
              COMMIT,
              List.of(new RunningImage("Deployment/web", "web", REFERENCE, DIGEST)),
              List.of(CAUSE),
              Duration.ofMillis(61_500));
      case ROLLOUT_FAILED ->
          new RolloutFailed(
              PRODUCTION,
              SEQUENCE,
              COMMIT,
              RolloutFailure.CRASHED,
              "web crashed: no such table: orders",
              "Deployment/web",
              true,
              List.of(REFERENCE));
      case DRIFT_FOUND ->
          new DriftFound(PRODUCTION, SEQUENCE, changes(), "changed by keda; it is kept");
      case DRIFT_CORRECTED ->
          new DriftCorrected(PRODUCTION, SEQUENCE, changes(), "changed by kubectl-edit");
      case ROLLOUT_DELAYED ->
          new RolloutDelayed(
              PRODUCTION,
              SEQUENCE,
              List.of(EnvironmentName.parse("infrastructure")),
              "infrastructure: revision 1.5.0 does not run yet");
      case OUTAGE_BEGUN ->
          new OutageBegun(
              PRODUCTION,
              SEQUENCE,
              "cluster eu",
              "CLUSTER_UNAVAILABLE",
              NOON,
              "GET https://eu.example/api/v1/namespaces/acme: connection refused",
              true);
      case OUTAGE_ENDED ->
          new OutageEnded(PRODUCTION, SEQUENCE, "cluster eu", NOON, Duration.ofMinutes(12));
      case RESOURCES_PRUNED -> new ResourcesPruned(PRODUCTION, SEQUENCE, List.of(DEPLOYMENT));
      case DIFF_REPORTED ->
          new DiffReported(
              PRODUCTION,
              QUESTION,
              COMMIT,
              diffs(),
              3,
              List.of("ConfigMap/settings in acme: helm owns data.key"),
              SEQUENCE);
      case ADOPTION_REPORTED ->
          new AdoptionReported(
              PRODUCTION,
              QUESTION,
              COMMIT,
              true,
              List.of(new ForeignFields(DEPLOYMENT, "helm", List.of("spec.replicas"))),
              1);
      case ENVIRONMENT_CREATED ->
          new EnvironmentCreated(
              PRODUCTION,
              QUESTION,
              "main",
              List.of(new ObjectName("v1", "ConfigMap", "acme", "slipway-production")),
              ALICE);
      case QUESTION_DECLINED ->
          new QuestionDeclined(
              PRODUCTION,
              QUESTION,
              RolloutFailure.PATH_ABSENT,
              "commit 8a2ce0f1 has no folder apps/production");
    };
  }

  private static Environment environment() {
    return new Environment(
        PRODUCTION,
        OPS,
        GitBranch.parse("main"),
        "apps/production",
        true,
        "main",
        "acme",
        List.of(FOLLOWED),
        new Promotion(STAGING, false, 1),
        new Guard(
            List.of(new GuardedQueue("training-jobs", List.of("us-west-2", "us-east-2"))),
            Guard.DEFAULT_EMPTY_FOR,
            List.of(new FreezeWindow("0 16 * * FRI", Duration.ofHours(64), "Europe/Berlin"))),
        true,
        EnvironmentName.parse("prod"),
        OnFailure.ROLLBACK,
        "suspended in clusters/production/apps.yaml:9",
        new ApplyRules(
            ApplyRules.Mode.OBSERVE,
            true,
            true,
            new PruneLimits(30, true, true),
            ApplyRules.DriftAnswer.REPORT,
            "deployer",
            ApplyRules.ClearanceNeed.PODS_ONLY,
            List.of(EnvironmentName.parse("infrastructure"))));
  }

  private static Map<String, String> labels() {
    return Map.of("org.opencontainers.image.revision", COMMIT.value());
  }

  private static List<ImageUpdate> updates() {
    return List.of(new ImageUpdate("web", WEB, "1.4.1", "1.4.2", CAUSE, CAUSE));
  }

  private static List<HoldReason> reasons() {
    return List.of(
        new HoldReason(
            HoldReason.Kind.QUEUE_NOT_EMPTY, "us-west-2: 1 running, us-east-2: empty", READINGS));
  }

  private static List<ObjectDiff> diffs() {
    return List.of(
        new ObjectDiff(
            DEPLOYMENT,
            ObjectChange.Action.CHANGED,
            List.of(new FieldChange("spec.replicas", "2", "3")),
            1));
  }

  private static List<ObjectChange> changes() {
    return List.of(
        new ObjectChange(
            DEPLOYMENT,
            ObjectChange.Action.CHANGED,
            List.of("spec.template.spec.containers[0].image")));
  }
}
