package dev.slipway.console;

import dev.slipway.events.Environment;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ImagePublished;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.RevisionHeld;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Guard;
import dev.slipway.events.value.GuardedQueue;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.ImageUpdate;
import dev.slipway.events.value.Promotion;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RunningImage;
import dev.slipway.events.value.Sequence;
import dev.slipway.events.value.Tag;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.messaging.testing.FakeConfiguration;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A shop with two images in dev, staging and production; production is guarded by a queue and
 * promotes from staging with one approval.
 */
public final class Shop {
  public static final EnvironmentName DEV = EnvironmentName.parse("dev");
  public static final EnvironmentName STAGING = EnvironmentName.parse("staging");
  public static final EnvironmentName PRODUCTION = EnvironmentName.parse("production");
  public static final EnvironmentName CANDIDATE = EnvironmentName.parse("candidates/new-login");
  public static final ImageRepository WEB = ImageRepository.parse("ghcr.io/acme/web");
  public static final ImageRepository API = ImageRepository.parse("ghcr.io/acme/api");
  public static final GitRepository GIT = GitRepository.parse("https://git.example/shop.git");
  private static final long EPOCH = 1_700_000_000_000L;

  public final FakeConfiguration configuration = new FakeConfiguration();
  public final FakeHistory history = new FakeHistory();
  public final Pipeline pipeline = new Pipeline(1_000);

  /** The shop with its configuration, before any event. */
  public Shop() {
    declare(DEV, List.of("web", "api"), null, null);
    declare(CANDIDATE, List.of(), null, null);
    declare(STAGING, List.of("web"), null, null);
    declare(
        PRODUCTION,
        List.of(),
        new Promotion(STAGING, false, 1),
        new Guard(
            List.of(new GuardedQueue("jobs", List.of("us-west-2", "us-east-2"))),
            Duration.ofSeconds(60)));
    configuration.put(new WatchedImage(GIT, followed("web")));
    configuration.put(new WatchedImage(GIT, followed("api")));
    history.follow(Set.of(), pipeline::accept, pipeline::caughtUp);
  }

  private void declare(
      EnvironmentName name,
      List<String> follow,
      @Nullable Promotion promote,
      @Nullable Guard guard) {
    configuration.put(
        new Environment(
            name,
            GIT,
            GitBranch.parse("main"),
            "apps/" + name,
            true,
            "main",
            "shop",
            follow.stream().map(Shop::followed).toList(),
            promote,
            guard,
            true,
            null));
  }

  private static FollowedImage followed(String name) {
    return new FollowedImage(
        name,
        ImageRepository.parse("ghcr.io/acme/" + name),
        new TagPolicy.Semver(">=1.0.0"),
        null,
        null);
  }

  /** A push of {@code web}. */
  public EventEnvelope<ImagePublished> push(String tag) {
    return history.tell(
        new ImagePublished(WEB, Tag.parse(tag), digest("web", tag), null, Map.of(), null));
  }

  /** A commit of ours that brings this version of {@code web}, because of that event. */
  public EventEnvelope<RevisionCommitted> commit(
      EventEnvelope<?> cause, EnvironmentName environment, int position, String tag) {
    ImageUpdate update =
        new ImageUpdate("web", WEB, "1.0.0", tag, cause.id(), cause.correlationId());
    return history.tell(
        cause,
        new RevisionCommitted(
            revision(environment, position, tag),
            "slipway",
            "Update web to " + tag,
            true,
            history.now(),
            List.of(update)));
  }

  /** The guard lets it go at once. */
  public EventEnvelope<RevisionCleared> clear(EventEnvelope<RevisionCommitted> committed) {
    Revision revision = committed.event().revision();
    return history.tell(
        committed, new RevisionCleared(revision, Clearance.FINAL, null, List.of(), null));
  }

  public EventEnvelope<RevisionHeld> hold(
      EventEnvelope<RevisionCommitted> committed, HoldReason.Kind kind, String message) {
    return history.tell(
        committed,
        new RevisionHeld(
            committed.event().revision(),
            List.of(new HoldReason(kind, message, List.of())),
            history.now()));
  }

  public void start(EventEnvelope<RevisionCommitted> committed) {
    Revision revision = committed.event().revision();
    history.tell(
        committed,
        new RolloutStarted(
            revision.environment(), revision.sequence(), revision.commit(), "main", List.of()));
  }

  /** The pods run it. */
  public void succeed(EventEnvelope<RevisionCommitted> committed) {
    Revision revision = committed.event().revision();
    history.tell(
        committed,
        new RolloutSucceeded(
            revision.environment(),
            revision.sequence(),
            revision.commit(),
            revision.images().stream()
                .map(i -> new RunningImage("Deployment/web", "web", i.reference(), i.digest()))
                .toList(),
            List.of(),
            Duration.ofMillis(1300)));
  }

  /** A push that runs in that environment. */
  public EventEnvelope<RevisionCommitted> run(
      EnvironmentName environment, int position, String tag) {
    EventEnvelope<RevisionCommitted> committed = commit(push(tag), environment, position, tag);
    clear(committed);
    start(committed);
    succeed(committed);
    return committed;
  }

  public static Revision revision(EnvironmentName environment, int position, String tag) {
    return new Revision(
        environment,
        new Sequence(EPOCH, position, 0),
        GIT,
        GitBranch.parse("main"),
        GitRevision.parse(hex(environment + "-" + position).substring(0, 40)),
        List.of(
            new DesiredImage(
                "web", ImageReference.parse(WEB + ":" + tag), digest("web", tag), true)),
        List.of(),
        0);
  }

  public static Digest digest(String image, String tag) {
    return Digest.parse("sha256:" + hex(image + ":" + tag));
  }

  public static EventId id(String text) {
    return EventId.parse(text);
  }

  private static String hex(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
