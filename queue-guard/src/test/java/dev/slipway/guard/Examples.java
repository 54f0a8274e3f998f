package dev.slipway.guard;

import dev.slipway.events.Environment;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Guard;
import dev.slipway.events.value.GuardedQueue;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Promotion;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.events.value.RunningImage;
import dev.slipway.events.value.Sequence;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The environment, revisions and rollouts that the tests speak of. */
final class Examples {
  static final String KEY = "production";
  static final EnvironmentName PRODUCTION = EnvironmentName.parse(KEY);
  static final EnvironmentName STAGING = EnvironmentName.parse("staging");
  static final Actor ANNA = new Actor("anna");
  static final Actor BEN = new Actor("ben");
  static final String WEST = "us-west-2";
  static final String EAST = "us-east-2";
  static final Duration EMPTY_FOR = Duration.ofSeconds(60);
  static final Guard GUARD =
      new Guard(List.of(new GuardedQueue("jobs", List.of(WEST, EAST))), EMPTY_FOR);

  private static final GitRepository REPOSITORY =
      GitRepository.parse("https://git.example/acme/deploy.git");
  private static final GitRevision COMMIT = GitRevision.parse("a".repeat(40));

  private Examples() {}

  static Environment environment(@Nullable Promotion promote, @Nullable Guard guard) {
    return new Environment(
        PRODUCTION,
        REPOSITORY,
        GitBranch.parse("main"),
        "apps/production",
        true,
        "main",
        "acme",
        List.of(),
        promote,
        guard,
        true,
        null);
  }

  static Environment guarded() {
    return environment(null, GUARD);
  }

  /** One whose own declaration says that it stands still. */
  static Environment declaredHeld() {
    Environment guarded = guarded();
    return new Environment(
        guarded.name(),
        guarded.source(),
        guarded.branch(),
        guarded.path(),
        guarded.writable(),
        guarded.cluster(),
        guarded.namespace(),
        guarded.follow(),
        guarded.promote(),
        guarded.guard(),
        guarded.create(),
        guarded.formerly(),
        guarded.onFailure(),
        "suspended in clusters/main/apps.yaml:9",
        null);
  }

  /** One of which only what touches pods waits for the queues. */
  static Environment guardedForPods(@Nullable Promotion promote) {
    return guardedForPods(promote, GUARD);
  }

  static Environment guardedForPods(@Nullable Promotion promote, Guard guard) {
    Environment guarded = environment(promote, guard);
    ApplyRules rules = ApplyRules.DEFAULT;
    return new Environment(
        guarded.name(),
        guarded.source(),
        guarded.branch(),
        guarded.path(),
        guarded.writable(),
        guarded.cluster(),
        guarded.namespace(),
        guarded.follow(),
        guarded.promote(),
        guarded.guard(),
        guarded.create(),
        guarded.formerly(),
        guarded.onFailure(),
        null,
        new ApplyRules(
            rules.mode(),
            false,
            false,
            rules.prune(),
            rules.drift(),
            null,
            ApplyRules.ClearanceNeed.PODS_ONLY,
            null));
  }

  static Environment unguarded() {
    return environment(null, null);
  }

  static Promotion promotion(int approvals) {
    return new Promotion(STAGING, false, approvals);
  }

  static Sequence sequence(long position) {
    return new Sequence(1, position, 0);
  }

  static Digest digest(int number) {
    return Digest.parse("sha256:" + String.format("%064x", number));
  }

  static DesiredImage web(int version, boolean proven) {
    return new DesiredImage(
        "web", ImageReference.parse("ghcr.io/acme/web:1.0." + version), digest(version), proven);
  }

  static Revision revision(Sequence sequence, DesiredImage... images) {
    return new Revision(
        PRODUCTION,
        sequence,
        REPOSITORY,
        GitBranch.parse("main"),
        COMMIT,
        List.of(images),
        List.of(),
        0);
  }

  /** Version and position are the same number. */
  static RevisionCommitted committed(int position) {
    return committed(revision(sequence(position), web(position, true)));
  }

  static RevisionCommitted committed(Revision revision) {
    return new RevisionCommitted(revision, "anna", "Deploy web", true, Instant.EPOCH, List.of());
  }

  static RolloutStarted started(Sequence sequence) {
    return new RolloutStarted(PRODUCTION, sequence, COMMIT, "main", List.of());
  }

  static RolloutSucceeded succeeded(Sequence sequence, int... versions) {
    List<RunningImage> images =
        Arrays.stream(versions)
            .mapToObj(
                version ->
                    new RunningImage(
                        "Deployment/web",
                        "web",
                        ImageReference.parse("ghcr.io/acme/web:1.0." + version),
                        digest(version)))
            .toList();
    return new RolloutSucceeded(
        PRODUCTION, sequence, COMMIT, images, List.of(), Duration.ofSeconds(3));
  }

  static RolloutFailed failed(Sequence sequence, boolean begun) {
    return new RolloutFailed(
        PRODUCTION, sequence, COMMIT, RolloutFailure.REJECTED, "refused", null, begun);
  }
}
