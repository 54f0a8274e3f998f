package dev.slipway.writer;

import dev.slipway.events.ConfigurationEvent;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ImageFound;
import dev.slipway.events.ImageLookupRequested;
import dev.slipway.events.ImagePublished;
import dev.slipway.events.RepositoryScanned;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.RunningImage;
import dev.slipway.events.value.Sequence;
import dev.slipway.events.value.Tag;
import dev.slipway.messaging.Next;
import dev.slipway.messaging.testing.FakeConfiguration;
import dev.slipway.messaging.testing.RecordingPublisher;
import dev.slipway.messaging.testing.ServiceHarness;
import dev.slipway.sandbox.git.GitHttpServer;
import dev.slipway.writer.configuration.CommitTemplate;
import dev.slipway.writer.git.GitAccess;
import dev.slipway.writer.git.JGitRepositories;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A writer on a real Git server, with everything else held by the test. */
final class WriterOnGit implements AutoCloseable {
  static final ImageRepository WEB = ImageRepository.parse("ghcr.io/acme/web");
  private static final GitAccess NOBODY =
      new GitAccess(null, () -> "", Duration.ofSeconds(5), "Slipway", "slipway@localhost");
  static final Actor ANNA = new Actor("anna");
  static final String CONFIGURATION =
      """
      version: 1
      images:
        web: {repository: ghcr.io/acme/web, policy: {semver: '>=1.0.0'}}
      environments:
        staging: {cluster: main, path: apps/staging, follow: [web]}
        production:
          cluster: main
          path: apps/production
          promote: {from: staging}
      """;

  final GitHttpServer server;
  final GitRepository repository;
  final RecordingPublisher publisher = new RecordingPublisher();
  final TestClock clock = new TestClock();
  final FakeConfiguration configuration;
  String key;
  private final String name;
  private final GitAccess access;
  private boolean serverIsOurs;
  private final JGitRepositories repositories;
  private ServiceHarness<BranchState> harness;
  private int configured;
  private int removed;
  private Duration pollInterval = Duration.ZERO;
  private @Nullable PullRequests host;
  private CommitTemplate template = CommitTemplate.DEFAULT;

  WriterOnGit(Path folder, Map<String, String> files) {
    this(GitHttpServer.start(folder.resolve("git"), 0), folder.resolve("cache"), NOBODY);
    server.commit("shop", "main", "Begin", files);
    serverIsOurs = true;
  }

  /** A writer of its own on that server's repository {@code shop}. */
  WriterOnGit(GitHttpServer server, Path cache, GitAccess access) {
    this(server, "shop", cache, access, new FakeConfiguration());
  }

  /** A writer that tracks that repository, beside others who see the same configuration. */
  static WriterOnGit beside(
      FakeConfiguration configuration, GitHttpServer server, String name, Path cache) {
    return new WriterOnGit(server, name, cache, NOBODY, configuration);
  }

  private WriterOnGit(
      GitHttpServer server,
      String name,
      Path cache,
      GitAccess access,
      FakeConfiguration configuration) {
    this.server = server;
    this.name = name;
    this.access = access;
    this.configuration = configuration;
    repository = GitRepository.parse(server.createRepository(name).toString());
    key = repository + "#main";
    repositories = new JGitRepositories(cache);
    harness = new ServiceHarness<>(writer(), publisher, configuration);
  }

  private BranchWriter writer() {
    var branches =
        new TrackedBranches(List.of(new Tracked(repository, GitBranch.parse("main"), true)));
    return new BranchWriter(
        branches,
        tracked -> repositories.branch(tracked.repository(), tracked.branch(), access),
        _ -> Optional.ofNullable(host),
        configuration,
        clock,
        pollInterval,
        template);
  }

  /** From now on its work on that branch is looked at. */
  void lookAt(String branch) {
    key = repository + "#" + branch;
  }

  /** A writer that may ask people to merge. */
  void askAt(PullRequests pullRequests) {
    host = pullRequests;
    restart();
  }

  /** A writer whose commits are worded so. */
  void word(CommitTemplate wording) {
    template = wording;
    restart();
  }

  /** A writer that looks at the branch when it is told to, or after this time. */
  void pollEvery(Duration interval) {
    pollInterval = interval;
    restart();
  }

  static Map<String, String> sample() {
    return Map.of(
        "slipway.yaml", CONFIGURATION,
        "apps/staging/web.yaml", deployment("1.0.0"),
        "apps/production/web.yaml", deployment("1.0.0"));
  }

  static String deployment(String tag) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      template:
        spec:
          containers:
            - name: web
              image: ghcr.io/acme/web:%s # {"$imagepolicy": "slipway:web"}
            - name: proxy
              image: docker.io/envoyproxy/envoy:v1.30.0
    """
        .formatted(tag);
  }

  /** Works until the configuration it published is the one that it sees, as Kafka would do it. */
  void work() throws InterruptedException {
    for (int round = 0; round < 5; round++) {
      harness.work(key);
      if (!applyConfiguration()) {
        return;
      }
    }
  }

  /** What a restart leaves: the state, and nothing that was in memory. */
  void restart() {
    harness = harness.restart(writer());
  }

  /** Works once; gives when it wants to be called again. */
  Next workOnce() throws InterruptedException {
    return harness.work(key);
  }

  /** Works once, whatever is thrown: what a crash would leave is left. */
  void crash() throws InterruptedException {
    try {
      harness.work(key);
    } catch (RuntimeException e) {
      harness = harness.restart(writer());
      return;
    }
    throw new AssertionError("nothing went wrong");
  }

  /** What it published is seen by everyone; whether that was anything. */
  boolean applyConfiguration() {
    List<EventEnvelope<?>> published = publisher.published();
    boolean changed = false;
    for (; configured < published.size(); configured++) {
      if (published.get(configured).event() instanceof ConfigurationEvent event) {
        configuration.put(event);
        changed = true;
      }
    }
    List<String> gone = publisher.removed();
    for (; removed < gone.size(); removed++) {
      configuration.remove(gone.get(removed));
      changed = true;
    }
    return changed;
  }

  /** Forgets what was published so far. */
  void forget() {
    applyConfiguration();
    publisher.clear();
    configured = 0;
    removed = 0;
  }

  /** Each is told a second after the last. */
  <E extends Event> EventEnvelope<E> deliver(E event) {
    clock.pass(Duration.ofSeconds(1));
    EventEnvelope<E> envelope =
        EventEnvelope.first(EventId.random(), "/test", clock.instant(), event);
    harness.deliver(key, envelope);
    return envelope;
  }

  /** As {@link #deliver}, but told long ago: it was on its way. */
  <E extends Event> EventEnvelope<E> deliverLate(E event) {
    EventEnvelope<E> envelope =
        EventEnvelope.first(EventId.random(), "/test", Instant.EPOCH, event);
    harness.deliver(key, envelope);
    return envelope;
  }

  void redeliver(EventEnvelope<?> envelope) {
    harness.deliver(key, envelope);
  }

  /** The registry holds what was asked for last. */
  void answerLookup(String tag) {
    EventId lookup =
        publisher.published().stream()
            .filter(envelope -> envelope.event() instanceof ImageLookupRequested)
            .reduce((_, later) -> later)
            .orElseThrow()
            .id();
    deliver(new ImageFound(WEB, lookup, Tag.parse(tag), digest(tag), null, Map.of()));
  }

  BranchState state() {
    return harness.state(key);
  }

  static ImagePublished published(String tag) {
    return new ImagePublished(WEB, Tag.parse(tag), digest(tag), null, Map.of(), null);
  }

  static RepositoryScanned scanned(String... tags) {
    return new RepositoryScanned(WEB, Stream.of(tags).map(Tag::parse).toList(), true);
  }

  static RolloutSucceeded succeeded(String environment, String tag) {
    return new RolloutSucceeded(
        EnvironmentName.parse(environment),
        new Sequence(1, 1, 0),
        GitRevision.parse("a".repeat(40)),
        List.of(
            new RunningImage(
                "Deployment/web",
                "web",
                new ImageReference(WEB, Tag.parse(tag), null),
                digest(tag))),
        List.of(),
        Duration.ZERO);
  }

  static Digest digest(String tag) {
    String hex = "%02x".formatted(tag.hashCode() & 0xff);
    return Digest.parse("sha256:" + hex.repeat(32));
  }

  int commits() {
    return log().size();
  }

  /** The newest commit's message, whole. */
  String message() {
    return String.join("\n", Git.lines(server.directory(name), "log", "-1", "--format=%B", "main"));
  }

  void commit(String message, String path, String content) {
    server.commit(name, "main", message, Map.of(path, content));
  }

  /** Subjects, newest first. */
  List<String> log() {
    return Git.lines(server.directory(name), "log", "--format=%s", "main");
  }

  String file(String path) {
    return new String(
        Git.output(server.directory(name), "show", "main:" + path), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    repositories.close();
    if (serverIsOurs) {
      server.close();
    }
  }
}
