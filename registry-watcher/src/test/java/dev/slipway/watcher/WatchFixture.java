package dev.slipway.watcher;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ImagePublished;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.messaging.Next;
import dev.slipway.messaging.testing.FakeConfiguration;
import dev.slipway.messaging.testing.RecordingPublisher;
import dev.slipway.messaging.testing.ServiceHarness;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One watched repository, its registry in memory, and a watch that can crash. */
final class WatchFixture {
  static final ImageRepository WEB = ImageRepository.parse("ghcr.io/acme/web");
  static final String KEY = WEB.toString();
  static final Duration INTERVAL = Duration.ofMinutes(1);
  static final int WHOLE_EVERY = 30;
  private static final GitRepository SOURCE = GitRepository.parse("https://git.test/acme/ops");

  final FakeRegistry registry = new FakeRegistry();
  final MovableClock clock = new MovableClock();
  final RecordingPublisher publisher = new RecordingPublisher();
  final FakeConfiguration configuration = new FakeConfiguration();
  final Map<String, Integer> outcomes = new TreeMap<>();
  final Troubles troubles = new Troubles(clock, INTERVAL.multipliedBy(5));
  private ServiceHarness<RepositoryState> harness =
      new ServiceHarness<>(newWatch(), publisher, configuration);

  WatchFixture() {
    watch(new TagPolicy.Semver("*"));
  }

  void watch(TagPolicy policy) {
    configuration.put(new WatchedImage(SOURCE, new FollowedImage("web", WEB, policy, null, null)));
  }

  void unwatch() {
    configuration.remove(WatchedImage.keyOf(SOURCE, "web"));
  }

  void followByDigest(String tag) {
    watch(new TagPolicy.MovingDigest(Tag.parse(tag)));
  }

  ServiceHarness<RepositoryState> harness() {
    return harness;
  }

  /** What a crash leaves: the state, and nothing that was only in memory. */
  void restart() {
    harness = harness.restart(newWatch());
  }

  Next work() throws InterruptedException {
    return harness.work(KEY);
  }

  /** The repository as it is now is scanned; what was published and asked for it is forgotten. */
  void scanned() throws InterruptedException {
    work();
    publisher.clear();
    registry.forgetCalls();
  }

  void notice(String tag) {
    harness.deliverNotice(KEY, tag);
  }

  Next poll() throws InterruptedException {
    clock.pass(INTERVAL.multipliedBy(2));
    return work();
  }

  /** Tags that were told as published, in order. */
  List<String> publishedTags() {
    return publisher.events(ImagePublished.class).stream().map(e -> e.tag().value()).toList();
  }

  /** Work that crashes after it has published and before the state is written. */
  void workAndCrashBeforeTheStateIsWritten() throws InterruptedException {
    ServiceHarness<RepositoryState> before = harness.restart(newWatch());
    harness.work(KEY);
    harness = before;
  }

  List<EventEnvelope<?>> published() {
    return publisher.published();
  }

  private RepositoryWatch newWatch() {
    InstantSource source = clock;
    return new RepositoryWatch(
        registry,
        (result, reason) -> outcomes.merge(result + " " + reason, 1, Integer::sum),
        troubles,
        source,
        INTERVAL,
        INTERVAL.multipliedBy(WHOLE_EVERY),
        () -> 0.5);
  }
}
