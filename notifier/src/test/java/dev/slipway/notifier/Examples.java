package dev.slipway.notifier;

import dev.slipway.events.Environment;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.RevisionHeld;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.Subscription;
import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.QueueReading;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.events.value.RunningImage;
import dev.slipway.events.value.Sequence;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the tests speak of. */
final class Examples {
  static final GitRepository DEPLOY = GitRepository.parse("https://git.example/acme/deploy.git");
  static final GitRepository OTHER = GitRepository.parse("https://git.example/acme/other.git");
  static final EnvironmentName STAGING = EnvironmentName.parse("staging");
  static final EnvironmentName PRODUCTION = EnvironmentName.parse("production");
  static final GitRevision COMMIT = GitRevision.parse("abc12345" + "0".repeat(32));
  static final Sequence SEQUENCE = new Sequence(1, 1, 0);

  private Examples() {}

  static Environment environment(EnvironmentName name, GitRepository source) {
    return new Environment(
        name,
        source,
        GitBranch.parse("main"),
        "apps/" + name,
        true,
        "main",
        "acme",
        List.of(),
        null,
        null,
        true,
        null);
  }

  /** Environments and events are separated by blanks. */
  static Subscription subscription(
      int number, String receiver, @Nullable String channel, String environments, String events) {
    return new Subscription(
        DEPLOY,
        number,
        receiver,
        channel,
        words(environments).map(EnvironmentName::parse).collect(Collectors.toSet()),
        words(events).collect(Collectors.toSet()));
  }

  private static Stream<String> words(String text) {
    return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty());
  }

  static ImageReference web(String tag) {
    return ImageReference.parse("ghcr.io/acme/web:" + tag);
  }

  static Revision revision(EnvironmentName environment, Sequence sequence, String tag) {
    return new Revision(
        environment,
        sequence,
        DEPLOY,
        GitBranch.parse("main"),
        COMMIT,
        List.of(new DesiredImage("web", web(tag), null, true)),
        List.of(),
        0);
  }

  static RevisionCommitted committed(EnvironmentName environment, Sequence sequence, String tag) {
    return new RevisionCommitted(
        revision(environment, sequence, tag), "anna", "Fix it", false, Instant.EPOCH, List.of());
  }

  static RolloutSucceeded succeeded(EnvironmentName environment, String tag) {
    return new RolloutSucceeded(
        environment,
        SEQUENCE,
        COMMIT,
        List.of(new RunningImage("Deployment/web", "web", web(tag), null)),
        List.of(),
        Duration.ofSeconds(3));
  }

  static RevisionHeld held(EnvironmentName environment, String tag) {
    return new RevisionHeld(
        revision(environment, SEQUENCE, tag),
        List.of(
            new HoldReason(
                HoldReason.Kind.QUEUE_NOT_EMPTY,
                "us-west-2: 1 running, us-east-2: empty",
                List.of(new QueueReading("jobs", "us-west-2", 0, 1, 0, null)))),
        Instant.EPOCH);
  }

  static RolloutFailed failed(EnvironmentName environment) {
    return new RolloutFailed(
        environment,
        SEQUENCE,
        COMMIT,
        RolloutFailure.CRASHED,
        "exit code 1: no such table",
        "Deployment/web",
        true);
  }
}
