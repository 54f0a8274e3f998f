package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.ClearanceRequested;
import dev.slipway.events.Environment;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.ResumeRequested;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.RolloutEvent;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.Topic;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import dev.slipway.messaging.testing.Observer;
import dev.slipway.sandbox.broker.EmbeddedBroker;
import dev.slipway.sandbox.cluster.ClusterOptions;
import dev.slipway.sandbox.cluster.SimulatedCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service against a real broker, a Git repository and the simulated cluster. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ClusterApplierIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Actor ANNA = new Actor("anna");

  @TempDir static Path directory;
  private static @Nullable EmbeddedBroker broker;
  private static @Nullable SimulatedCluster simulated;
  private static @Nullable Observer observer;
  private static @Nullable TestSource git;

  private final List<ConfigurableApplicationContext> appliers = new ArrayList<>();

  @BeforeAll
  static void startTheSurroundings() throws IOException {
    broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
    simulated = SimulatedCluster.start(ClusterOptions.defaults().withPace(Duration.ofMillis(300)));
    Files.writeString(directory.resolve("kubeconfig"), simulated.kubeconfig());
    git = new TestSource(directory.resolve("deploy.git"));
    observer = Observer.on(broker.bootstrapServers(), Topic.ROLLOUTS);
  }

  @AfterAll
  static void stopTheSurroundings() {
    if (observer != null) {
      observer.close();
    }
    if (git != null) {
      git.close();
    }
    if (simulated != null) {
      simulated.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  private static Observer observer() {
    return Objects.requireNonNull(observer);
  }

  @AfterEach
  void stopTheAppliers() {
    appliers.forEach(ConfigurableApplicationContext::close);
  }

  @Test
  void appliesWhatIsClearedAndCarriesTheCorrelationOn() throws Exception {
    EnvironmentName name = declare("dev");
    ConfigurableApplicationContext applier = start();
    EventEnvelope<RevisionCleared> cleared = clear(name, commitWeb(name, "1"), 1, Clearance.FINAL);

    awaitLast(name, RolloutSucceeded.class, 1);
    assertThat(of(name)).allMatch(e -> e.correlationId().equals(cleared.correlationId()));
    assertThat(of(name)).allMatch(e -> e.source().equals("/cluster-applier"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(get(applier, "/actuator/health/readiness")).contains("\"UP\"");
              assertThat(get(applier, "/actuator/prometheus"))
                  .contains("slipway_outcomes_total{reason=\"none\",result=\"succeeded\",");
              assertThat(get(applier, "/actuator/health")).contains("missing-permissions");
            });
  }

  @Test
  void theNextInstanceEndsARolloutThatTheFirstBegan() throws Exception {
    EnvironmentName name = declare("handover");
    ConfigurableApplicationContext first = start();
    clear(name, commitWeb(name, "neverready"), 1, Clearance.FINAL);
    awaitLast(name, RolloutStarted.class, 1);
    first.close();
    start();
    clear(name, commitWeb(name, "2"), 2, Clearance.FINAL);
    RolloutSucceeded succeeded = awaitLast(name, RolloutSucceeded.class, 1);
    assertThat(succeeded.sequence()).isEqualTo(new Sequence(1, 2, 0));
  }

  @Test
  void aHoldThatWasAskedForWhileItWasDownHolds() throws Exception {
    EnvironmentName name = declare("stopped");
    publish(new HoldRequested(name, ANNA, "a demo"));
    start();
    EnvironmentName other = declare("going-on");
    clear(name, commitWeb(name, "1"), 1, Clearance.FINAL);
    clear(other, commitWeb(other, "1"), 1, Clearance.FINAL);
    awaitLast(other, RolloutSucceeded.class, 1);
    assertThat(of(name)).isEmpty();

    publish(new ResumeRequested(name, ANNA, null));
    awaitLast(name, RolloutSucceeded.class, 1);
  }

  @Test
  void asksBeforeItWritesToAGuardedEnvironment() throws Exception {
    EnvironmentName name = declare("guarded");
    start();
    GitRevision commit = commitWeb(name, "1");
    clear(name, commit, 1, Clearance.PREPARE);
    awaitLast(name, ClearanceRequested.class, 1);
    assertThat(events(name, RolloutStarted.class)).isEmpty();
    EventId question = of(name).getLast().id();
    publish(
        new RevisionCleared(
            revision(name, commit, 1), Clearance.GRANTED, question, List.of(), null));
    awaitLast(name, RolloutSucceeded.class, 1);
  }

  @Test
  void aClusterThatIsAwayHoldsUpNoOther() throws Exception {
    Files.writeString(
        directory.resolve("away"),
        Files.readString(directory.resolve("kubeconfig"))
            .replaceAll("server: .*", "server: https://127.0.0.1:1"));
    EnvironmentName away = declare("away", "away");
    EnvironmentName lost = declare("lost", "lost");
    EnvironmentName here = declare("here");
    start(
        "--slipway.applier.clusters.away.kubeconfig=" + directory.resolve("away"),
        "--slipway.applier.clusters.lost.kubeconfig=" + directory.resolve("no-such-file"));
    clear(away, commitWeb(away, "1"), 1, Clearance.FINAL);
    clear(lost, commitWeb(lost, "1"), 1, Clearance.FINAL);
    clear(here, commitWeb(here, "1"), 1, Clearance.FINAL);

    awaitLast(here, RolloutSucceeded.class, 1);
    assertThat(of(away)).as("it is tried again").isEmpty();
    assertThat(of(lost)).as("it is tried again").isEmpty();
  }

  @Test
  void tellsAFailureOnceThoughItIsRestarted() throws Exception {
    EnvironmentName name = declare("broken");
    ConfigurableApplicationContext first = start();
    clear(name, commitWeb(name, "crash"), 1, Clearance.FINAL);
    RolloutFailed failed = awaitLast(name, RolloutFailed.class, 1);
    assertThat(failed.message()).contains("exit code");
    first.close();
    start();
    clear(name, commitWeb(name, "2"), 2, Clearance.FINAL);
    awaitLast(name, RolloutSucceeded.class, 1);
    assertThat(events(name, RolloutFailed.class)).hasSize(1);
  }

  private ConfigurableApplicationContext start(String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--spring.kafka.bootstrap-servers="
                    + (broker == null ? "" : broker.bootstrapServers()),
                "--slipway.applier.default-cluster.kubeconfig=" + directory.resolve("kubeconfig"),
                "--slipway.applier.cache-directory=" + directory.resolve("cache")));
    settings.addAll(List.of(more));
    ConfigurableApplicationContext applier =
        new SpringApplicationBuilder(ClusterApplierApplication.class)
            .run(settings.toArray(String[]::new));
    appliers.add(applier);
    return applier;
  }

  private static EnvironmentName declare(String name) {
    return declare(name, "main");
  }

  private static EnvironmentName declare(String name, String cluster) {
    EnvironmentName environment = EnvironmentName.parse(name);
    publish(
        new Environment(
            environment,
            source().address(),
            TestSource.BRANCH,
            "apps/" + name,
            true,
            cluster,
            "ns-" + name,
            List.of(),
            null,
            null,
            true,
            null));
    return environment;
  }

  private static GitRevision commitWeb(EnvironmentName name, String tag) throws IOException {
    return source()
        .write(
            "apps/" + name + "/web.yaml",
            Yaml.deployment("web", "registry.example/acme/web-" + tag + ":" + tag, 1))
        .commit();
  }

  private static TestSource source() {
    if (git == null) {
      throw new IllegalStateException("not started");
    }
    return git;
  }

  private static EventEnvelope<RevisionCleared> clear(
      EnvironmentName name, GitRevision commit, int position, Clearance clearance) {
    return publish(
        new RevisionCleared(revision(name, commit, position), clearance, null, List.of(), null));
  }

  private static Revision revision(EnvironmentName name, GitRevision commit, int position) {
    return new Revision(
        name,
        new Sequence(1, position, 0),
        source().address(),
        TestSource.BRANCH,
        commit,
        List.of(),
        List.of(),
        0);
  }

  private static <E extends Event> EventEnvelope<E> publish(E event) {
    return observer().publish(event);
  }

  private static String get(ConfigurableApplicationContext applier, String path) throws Exception {
    String port = applier.getEnvironment().getRequiredProperty("local.server.port");
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + port + path);
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }

  private static <E extends RolloutEvent> E awaitLast(
      EnvironmentName name, Class<E> type, int times) {
    await().atMost(PATIENCE).until(() -> events(name, type).size() >= times);
    return events(name, type).getLast();
  }

  private static <E extends RolloutEvent> List<E> events(EnvironmentName name, Class<E> type) {
    return of(name).stream()
        .map(EventEnvelope::event)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private static List<EventEnvelope<?>> of(EnvironmentName name) {
    return observer().seen().stream()
        .<EventEnvelope<?>>map(envelope -> envelope)
        .filter(
            envelope ->
                envelope.event() instanceof RolloutEvent event && event.environment().equals(name))
        .toList();
  }
}
