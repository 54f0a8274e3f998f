package dev.slipway.watcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ImageAbsent;
import dev.slipway.events.ImageFound;
import dev.slipway.events.ImageLookupRequested;
import dev.slipway.events.ImagePublished;
import dev.slipway.events.RepositoryScanned;
import dev.slipway.events.Topic;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.messaging.testing.Observer;
import dev.slipway.sandbox.broker.EmbeddedBroker;
import dev.slipway.sandbox.registry.ImagePusher;
import dev.slipway.sandbox.registry.SandboxRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service against a real broker and a real registry. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class RegistryWatcherIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TOKEN = "Bearer t0ken";

  @TempDir static Path directory;
  private static EmbeddedBroker broker;
  private static SandboxRegistry registry;
  private static Observer observer;
  private static Path tokenFile;

  private final List<ConfigurableApplicationContext> watchers = new ArrayList<>();

  @BeforeAll
  static void startTheSurroundings() throws IOException {
    broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
    registry = SandboxRegistry.start(directory.resolve("registry"), 0);
    registry.limitPages(2);
    tokenFile = Files.writeString(directory.resolve("token"), "t0ken\n");
    observer = Observer.on(broker.bootstrapServers(), Topic.IMAGES);
  }

  @AfterAll
  static void stopTheSurroundings() {
    observer.close();
    registry.close();
    broker.close();
  }

  @AfterEach
  void stopTheWatchers() {
    watchers.forEach(ConfigurableApplicationContext::close);
  }

  @Test
  void tellsAPushThatTheRegistryNotifiedOf() {
    ImageRepository repository = watched("acme/pushed");
    push(repository, "1.0.0");
    start("1h");
    awaitEvents(RepositoryScanned.class, repository, 1);

    String digest = push(repository, "1.1.0");

    ImagePublished told = awaitEvents(ImagePublished.class, repository, 1).getFirst();
    assertThat(told.tag().value()).isEqualTo("1.1.0");
    assertThat(told.digest().value()).isEqualTo(digest);
    assertThat(told.createdAt()).isNotNull();
  }

  @Test
  void neitherMissesNorRepeatsATagOverARestart() {
    ImageRepository repository = watched("acme/restarted");
    push(repository, "1.0.0");
    ConfigurableApplicationContext first = start("1h");
    awaitEvents(RepositoryScanned.class, repository, 1);
    push(repository, "1.1.0");
    awaitEvents(ImagePublished.class, repository, 1);
    first.close();
    for (int i = 0; i < 5; i++) {
      push(repository, "1.2." + i);
    }

    start("1s");

    awaitEvents(ImagePublished.class, repository, 6);
    push(repository, "1.3.0");
    awaitEvents(ImagePublished.class, repository, 7);
    assertThat(events(ImagePublished.class, repository))
        .extracting(event -> event.tag().value())
        .containsExactlyInAnyOrder("1.1.0", "1.2.0", "1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.3.0");
    assertThat(events(RepositoryScanned.class, repository)).hasSize(1);
  }

  @Test
  void neitherMissesNorRepeatsATagWhenCopiesComeAndGo() {
    List<ImageRepository> repositories = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ImageRepository repository = watched("acme/shared-" + i);
      push(repository, "0.0.0");
      repositories.add(repository);
    }
    ConfigurableApplicationContext first = start("1s");
    repositories.forEach(repository -> awaitEvents(RepositoryScanned.class, repository, 1));
    repositories.forEach(repository -> push(repository, "1.0.0"));
    start("1s");
    repositories.forEach(repository -> push(repository, "2.0.0"));
    repositories.forEach(repository -> awaitEvents(ImagePublished.class, repository, 2));
    first.close();
    repositories.forEach(repository -> push(repository, "3.0.0"));

    repositories.forEach(repository -> awaitEvents(ImagePublished.class, repository, 3));
    for (ImageRepository repository : repositories) {
      assertThat(events(ImagePublished.class, repository))
          .extracting(event -> event.tag().value())
          .containsExactlyInAnyOrder("1.0.0", "2.0.0", "3.0.0");
    }
  }

  @Test
  void answersWhatExistsAndWhatDoesNot() {
    ImageRepository repository = new ImageRepository(registry.host(), "acme/asked");
    String digest = push(repository, "1.0.0");
    start("1h");

    EventId there = ask(repository, "1.0.0");
    EventId absent = ask(repository, "9.9.9");

    assertThat(awaitEvents(ImageFound.class, repository, 1))
        .singleElement()
        .satisfies(event -> assertThat(event.lookup()).isEqualTo(there))
        .satisfies(event -> assertThat(event.digest().value()).isEqualTo(digest));
    assertThat(awaitEvents(ImageAbsent.class, repository, 1))
        .singleElement()
        .satisfies(event -> assertThat(event.lookup()).isEqualTo(absent));
  }

  @Test
  void showsARepositoryThatIsNotThereAndWatchesItOnceItIs() throws Exception {
    ImageRepository repository = watched("acme/late");
    ConfigurableApplicationContext watcher = start("1s");

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(get(watcher, "/actuator/health"))
                    .contains("\"status\":\"UP\"", "acme/late", "REPOSITORY_ABSENT"));
    push(repository, "1.0.0");

    awaitEvents(RepositoryScanned.class, repository, 1);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(get(watcher, "/actuator/health")).doesNotContain("acme/late"));
    assertThat(get(watcher, "/actuator/prometheus"))
        .contains(
            "slipway_outcomes_total{reason=\"REPOSITORY_ABSENT\",result=\"failed\",",
            "slipway_watcher_repositories_failing");
  }

  @Test
  void refusesAWebhookWithoutTheTokenThroughTheFrontDoor() throws Exception {
    ConfigurableApplicationContext watcher = start("1h");
    HttpRequest request =
        HttpRequest.newBuilder(address(watcher, "/webhooks/registry"))
            .header("Content-Type", "application/vnd.docker.distribution.events.v2+json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"events\":[]}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }
  }

  private ConfigurableApplicationContext start(String interval) {
    ConfigurableApplicationContext watcher =
        new SpringApplicationBuilder(RegistryWatcherApplication.class)
            .run(
                "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "--server.port=0",
                "--slipway.watcher.scan-interval=" + interval,
                "--slipway.watcher.webhook-token-file=" + tokenFile,
                "--slipway.watcher.registries[0].host=" + registry.host(),
                "--slipway.watcher.registries[0].address=" + registry.uri());
    watchers.add(watcher);
    registry.notifyTo(address(watcher, "/webhooks/registry"), TOKEN);
    return watcher;
  }

  private static URI address(ConfigurableApplicationContext watcher, String path) {
    return URI.create(
        "http://127.0.0.1:" + watcher.getEnvironment().getProperty("local.server.port") + path);
  }

  private static String get(ConfigurableApplicationContext watcher, String path)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(address(watcher, path)).build(), BodyHandlers.ofString())
          .body();
    }
  }

  private static ImageRepository watched(String path) {
    var repository = new ImageRepository(registry.host(), path);
    var image =
        new FollowedImage(
            repository.shortName(), repository, new TagPolicy.Semver("*"), null, null);
    publish(new WatchedImage(GitRepository.parse("https://git.test/acme/ops"), image));
    return repository;
  }

  private static EventId ask(ImageRepository repository, String tag) {
    return publish(
        new ImageLookupRequested(repository, ImageReference.parse(repository + ":" + tag)));
  }

  private static EventId publish(Event event) {
    return observer.publish(event).id();
  }

  private static String push(ImageRepository repository, String tag) {
    return ImagePusher.to(registry.host()).push(repository.path(), tag);
  }

  private static <E extends Event> List<E> awaitEvents(
      Class<E> type, ImageRepository repository, int count) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(events(type, repository)).hasSizeGreaterThanOrEqualTo(count));
    return events(type, repository);
  }

  /** Each once: what is told again after a crash has the same id. */
  private static <E extends Event> List<E> events(Class<E> type, ImageRepository repository) {
    Map<EventId, E> byId = new LinkedHashMap<>();
    for (EventEnvelope<?> envelope : observer.seen()) {
      if (type.isInstance(envelope.event())
          && envelope.event().key().equals(repository.toString())) {
        byId.putIfAbsent(envelope.id(), type.cast(envelope.event()));
      }
    }
    return List.copyOf(byId.values());
  }
}
