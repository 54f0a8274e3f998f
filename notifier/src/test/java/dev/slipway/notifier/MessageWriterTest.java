package dev.slipway.notifier;

import static dev.slipway.notifier.Examples.COMMIT;
import static dev.slipway.notifier.Examples.DEPLOY;
import static dev.slipway.notifier.Examples.PRODUCTION;
import static dev.slipway.notifier.Examples.SEQUENCE;
import static dev.slipway.notifier.Examples.STAGING;
import static dev.slipway.notifier.Examples.committed;
import static dev.slipway.notifier.Examples.environment;
import static dev.slipway.notifier.Examples.revision;
import static dev.slipway.notifier.Examples.subscription;
import static dev.slipway.notifier.Examples.succeeded;
import static dev.slipway.notifier.Examples.web;
import static org.assertj.core.api.Assertions.assertThat;

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
import dev.slipway.events.EnvironmentCreated;
import dev.slipway.events.EnvironmentHeld;
import dev.slipway.events.EnvironmentResumed;
import dev.slipway.events.EnvironmentSetupRequested;
import dev.slipway.events.Event;
import dev.slipway.events.EventType;
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
import dev.slipway.events.ScanRequested;
import dev.slipway.events.UnpinRequested;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.UpdateProposed;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.ConfigurationProblem;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.ImageUpdate;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.events.value.Tag;
import dev.slipway.events.value.TagPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MessageWriterTest {
  private static final Actor ANNA = new Actor("anna");
  private static final ImageRepository WEB = ImageRepository.parse("ghcr.io/acme/web");
  private static final Digest DIGEST = Digest.parse("sha256:" + "ab".repeat(32));
  private static final EventId ID = EventId.parse("cause");
  private static final ObjectName OBJECT = new ObjectName("apps/v1", "Deployment", "acme", "web");
  private static final List<ObjectChange> CHANGES =
      List.of(new ObjectChange(OBJECT, ObjectChange.Action.CHANGED, List.of()));
  private static final Glimpse KNOWN =
      new Glimpse(
          PRODUCTION,
          List.of(web("1.4.1")),
          SEQUENCE,
          revision(PRODUCTION, SEQUENCE, "1.4.2").images());

  static Stream<Arguments> messages() {
    return Stream.of(
        says(
            new WatchedImage(
                DEPLOY, new FollowedImage("web", WEB, new TagPolicy.Release(), null, null)),
            "web is watched at ghcr.io/acme/web"),
        says(
            environment(STAGING, DEPLOY),
            "staging is declared by https://git.example/acme/deploy.git"),
        says(
            subscription(0, "slack", null, "", "rollout-failed"),
            "https://git.example/acme/deploy.git tells slack"),
        says(
            new ConfigurationRejected(
                DEPLOY, COMMIT, List.of(new ConfigurationProblem(3, "images.web", "no policy"))),
            "the configuration of https://git.example/acme/deploy.git (abc12345) is not followed,"
                + " the last good one stays: line 3: images.web: no policy"),
        says(
            new ConfigurationLimited(
                DEPLOY,
                COMMIT,
                List.of(new ConfigurationProblem(9, "spec.force", "cannot be honoured", "a.yaml"))),
            "the Flux objects of https://git.example/acme/deploy.git (abc12345) are followed,"
                + " except: a.yaml:9: spec.force: cannot be honoured"),
        says(
            new RepositoryScanned(WEB, List.of(Tag.parse("1"), Tag.parse("2")), false),
            "ghcr.io/acme/web holds 2 tags"),
        says(
            new ImagePublished(WEB, Tag.parse("1"), DIGEST, null, Map.of(), null),
            "ghcr.io/acme/web:1 is new (abababababab)"),
        says(
            new ImagePublished(WEB, Tag.parse("1"), DIGEST, null, Map.of(), DIGEST),
            "ghcr.io/acme/web:1 has moved (abababababab)"),
        says(
            new ImageFound(WEB, ID, Tag.parse("1"), DIGEST, null, Map.of()),
            "ghcr.io/acme/web:1 is there (abababababab)"),
        says(
            new ImageAbsent(WEB, ID, web("9"), "no such tag"),
            "ghcr.io/acme/web:9 is not in the registry: no such tag"),
        says(
            new LookupRefused(WEB, ID, web("9"), "UNAUTHORIZED", "set a user"),
            "whether there is a ghcr.io/acme/web:9 is not known: set a user"),
        says(
            new ScanRequested(WEB, "a new policy"),
            "a scan of ghcr.io/acme/web was asked for: a new policy"),
        says(new ImageLookupRequested(WEB, web("9")), "ghcr.io/acme/web:9 is looked up"),
        says(
            new DeployRequested(PRODUCTION, "web", "1.4.2", true, ANNA, "hot fix"),
            "production: anna deploys web 1.4.2, pinned: hot fix"),
        says(new UnpinRequested(PRODUCTION, "web", ANNA, null), "production: anna unpins web"),
        says(
            new PromotionRequested(PRODUCTION, List.of(), ANNA, null),
            "production: anna promotes every image"),
        says(
            new RollbackRequested(PRODUCTION, List.of("web"), ANNA, "it crashes"),
            "production: anna rolls back web: it crashes"),
        says(
            new RestartRequested(PRODUCTION, "Deployment/web", ANNA, null),
            "production: anna restarts Deployment/web"),
        says(
            new HoldRequested(PRODUCTION, ANNA, "a demo"),
            "production: anna asks for a hold: a demo"),
        says(new ResumeRequested(PRODUCTION, ANNA, null), "production: anna ends the hold"),
        says(
            new ApprovalGiven(PRODUCTION, Set.of(DIGEST), ANNA, null),
            "production: anna approves 1 image"),
        says(
            new GateOverrideRequested(PRODUCTION, SEQUENCE, ANNA, "the site is down"),
            "production: anna goes past the gate for one revision: the site is down"),
        says(
            committed(PRODUCTION, SEQUENCE, "1.4.2"),
            "production web 1.4.1 → 1.4.2 is committed by anna (abc12345): Fix it"),
        says(
            new RevisionCommitted(
                revision(PRODUCTION, SEQUENCE, "1.4.2"),
                "slipway",
                "Update web",
                true,
                Instant.EPOCH,
                List.of(new ImageUpdate("web", WEB, "1.4.1", "1.4.2", ID, ID))),
            "production web 1.4.1 → 1.4.2 is committed (abc12345)"),
        says(
            new RestartDecided(
                revision(PRODUCTION, SEQUENCE, "1.4.1"),
                new Restart(ID, null, null, null, "latest moved")),
            "production restarts its pods: latest moved"),
        says(
            new UpdateDeclined(
                PRODUCTION, "web", web("1.4.2"), DeclineReason.PINNED, "web is pinned", null, null),
            "production web 1.4.2 declined: web is pinned"),
        says(
            new UpdateDeclined(
                PRODUCTION,
                "web",
                web("1.4.2"),
                DeclineReason.UNPARSEABLE,
                "not YAML",
                "apps/web.yaml",
                7),
            "production web 1.4.2 declined: not YAML (apps/web.yaml:7)"),
        says(
            new UpdateProposed(
                PRODUCTION,
                "https://github.com/acme/shop/pull/12",
                "web 1.4.1 → 1.4.2 in production",
                GitBranch.parse("slipway/production"),
                true,
                List.of(new ImageUpdate("web", WEB, "1.4.1", "1.4.2", ID, ID))),
            "production web 1.4.1 → 1.4.2 waits for merge of"
                + " https://github.com/acme/shop/pull/12"),
        says(
            Examples.held(PRODUCTION, "1.4.2"),
            "production web 1.4.1 → 1.4.2 HELD us-west-2: 1 running, us-east-2: empty"),
        says(
            new RevisionHeld(
                revision(PRODUCTION, SEQUENCE, "1.4.1"),
                List.of(
                    new HoldReason(HoldReason.Kind.HOLD, "held by anna", List.of()),
                    new HoldReason(HoldReason.Kind.NOT_PROVEN, "it never ran", List.of())),
                Instant.EPOCH),
            "production commit abc12345 HELD held by anna; it never ran"),
        says(
            new RevisionHeld(
                revision(PRODUCTION, SEQUENCE, "1.4.1"),
                List.of(
                    new HoldReason(
                        HoldReason.Kind.FROZEN,
                        "frozen until Mon 23 Nov 08:00 Europe/Berlin",
                        List.of())),
                Instant.EPOCH),
            "production commit abc12345 HELD frozen until Mon 23 Nov 08:00 Europe/Berlin"),
        says(
            new RevisionCleared(
                revision(PRODUCTION, SEQUENCE, "1.4.2"), Clearance.GRANTED, ID, List.of(), ANNA),
            "production web 1.4.1 → 1.4.2 may run now: anna goes past the gate"),
        says(
            new RevisionCleared(
                revision(PRODUCTION, SEQUENCE, "1.4.2"), Clearance.PREPARE, null, List.of(), null),
            "production web 1.4.1 → 1.4.2 may be prepared"),
        says(
            new RevisionSuperseded(PRODUCTION, SEQUENCE, SEQUENCE.nextRestart()),
            "production: the revision that waited will not run, a newer one took its place"),
        says(
            new EnvironmentHeld(PRODUCTION, ANNA, "a demo"),
            "production is on hold by anna: a demo"),
        says(new EnvironmentResumed(PRODUCTION, ANNA, null), "production goes on: resumed by anna"),
        says(
            new RolloutDelayed(
                PRODUCTION,
                SEQUENCE,
                List.of(EnvironmentName.parse("infra")),
                "infra: revision 1.5.0 does not run yet"),
            "production: waits for others: infra: revision 1.5.0 does not run yet"),
        says(
            new OutageBegun(
                PRODUCTION,
                SEQUENCE,
                "cluster eu",
                "CLUSTER_UNAVAILABLE",
                Instant.EPOCH,
                "connection refused",
                true),
            "production web 1.4.1 → 1.4.2 waits: cluster eu does not answer: connection refused"),
        says(
            new OutageBegun(
                PRODUCTION,
                SEQUENCE,
                "cluster eu",
                "CLUSTER_UNAVAILABLE",
                Instant.EPOCH,
                "connection refused",
                false),
            "production: cluster eu does not answer: connection refused"),
        says(
            new OutageEnded(
                PRODUCTION, SEQUENCE, "cluster eu", Instant.EPOCH, Duration.ofSeconds(725)),
            "production: cluster eu answers again (12 min 5 s)"),
        says(
            new ClearanceRequested(PRODUCTION, SEQUENCE, "apply"),
            "production is ready and asks whether it may apply"),
        says(
            new RolloutStarted(PRODUCTION, SEQUENCE, COMMIT, "main", CHANGES),
            "production web 1.4.1 → 1.4.2 rolls out: 1 object in cluster main"),
        says(
            new RolloutProgressed(PRODUCTION, SEQUENCE, "Deployment/web", 1, 3, ""),
            "production Deployment/web: 1 of 3 ready"),
        says(succeeded(PRODUCTION, "1.4.2"), "production web 1.4.2 is running (3 s)"),
        says(succeeded(PRODUCTION, "1.4.1"), "production web 1.4.1 is running (3 s)"),
        says(
            new RolloutFailed(
                PRODUCTION,
                SEQUENCE,
                COMMIT,
                RolloutFailure.REJECTED,
                "spec.replicas: -1",
                null,
                false),
            "production web 1.4.1 → 1.4.2 FAILED: the cluster refuses an object; nothing was"
                + " changed: spec.replicas: -1"),
        says(
            new DriftFound(PRODUCTION, SEQUENCE, CHANGES),
            "production differs from what was applied, and is left so: Deployment/web in acme"),
        says(
            new DriftFound(PRODUCTION, SEQUENCE, List.of(), "the chart cannot be rendered"),
            "production stays as it was applied: the chart cannot be rendered"),
        says(
            new DriftCorrected(PRODUCTION, SEQUENCE, CHANGES, "changed by kubectl-edit"),
            "production differed from what was applied, and was put right: Deployment/web in acme:"
                + " changed by kubectl-edit"),
        says(
            new ResourcesPruned(PRODUCTION, SEQUENCE, List.of(OBJECT)),
            "production: deleted what left the environment: Deployment/web in acme"),
        says(
            new PruneConfirmed(PRODUCTION, SEQUENCE, ANNA, "it is gone"),
            "production: anna lets one revision delete what left it: it is gone"),
        says(
            new DiffRequested(PRODUCTION, null, ANNA),
            "production: anna asks what the newest revision would change"),
        says(
            new AdoptionRequested(PRODUCTION, false, ANNA, null),
            "production: anna asks who owns what"),
        says(new EnvironmentSetupRequested(PRODUCTION, ANNA, null), "production: anna sets it up"),
        says(
            new DiffReported(PRODUCTION, null, COMMIT, List.of(), 2),
            "production: abc12345 would change 2 objects"),
        says(
            new AdoptionReported(PRODUCTION, EventId.random(), COMMIT, true, List.of(), 1),
            "production took over fields of 1 object"),
        says(
            new EnvironmentCreated(PRODUCTION, EventId.random(), "main", List.of(), ANNA),
            "production is set up in cluster main, asked by anna"),
        says(
            new QuestionDeclined(
                PRODUCTION, EventId.random(), RolloutFailure.PATH_ABSENT, "no folder apps"),
            "production: declined: no folder apps"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void saysWhatAPersonWantsToRead(Event event, String text) {
    assertThat(write(event)).isEqualTo(text);
  }

  @Test
  void hasAnExampleOfEveryKindOfEvent() {
    Set<EventType> shown =
        messages()
            .map(arguments -> Objects.requireNonNull((Event) arguments.get()[0]).type())
            .collect(Collectors.toSet());
    assertThat(shown).isEqualTo(EnumSet.allOf(EventType.class));
  }

  @ParameterizedTest
  @EnumSource(RolloutFailure.class)
  void saysEachFailureInWords(RolloutFailure reason) {
    var failed = new RolloutFailed(PRODUCTION, SEQUENCE, COMMIT, reason, "", null, true);
    assertThat(write(failed))
        .startsWith("production web 1.4.1 → 1.4.2 FAILED: ")
        .doesNotContain(reason.name());
  }

  @Test
  void namesNoVersionsThatItDoesNotKnow() {
    assertThat(
            MessageWriter.write(Examples.failed(STAGING), Optional.of(Glimpse.nothingOf(STAGING))))
        .startsWith("staging FAILED: a container crashes");
  }

  @Test
  void isNeverLongerThanAPersonReads() {
    var failed =
        new RolloutFailed(
            PRODUCTION, SEQUENCE, COMMIT, RolloutFailure.CRASHED, "x".repeat(9_000), null, true);
    assertThat(write(failed)).hasSizeLessThan(1_600).endsWith("…");
  }

  @Test
  void saysDurationsAsPeopleDo() {
    assertThat(Words.duration(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(Words.duration(Duration.ofSeconds(125))).isEqualTo("2 min 5 s");
    assertThat(Words.duration(Duration.ofMinutes(64))).isEqualTo("1 h 4 min");
  }

  private static Arguments says(Event event, String text) {
    return Arguments.of(event, text);
  }

  private static String write(Event event) {
    return MessageWriter.write(event, Subjects.environment(event).map(_ -> KNOWN));
  }
}
