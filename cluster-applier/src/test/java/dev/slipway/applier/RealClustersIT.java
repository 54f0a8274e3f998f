package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.Environment;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.RolloutEvent;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.Topic;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import dev.slipway.messaging.EventHistory;
import dev.slipway.messaging.EventPublisher;
import dev.slipway.sandbox.broker.EmbeddedBroker;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Two contexts of one kubeconfig, both of a real API server; one of the ways there is silent. */
@EnabledIfEnvironmentVariable(
    named = RealCluster.KUBECONFIG,
    matches = ".+",
    disabledReason = RealCluster.WHY)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class RealClustersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path directory;
  private final List<Event> seen = new CopyOnWriteArrayList<>();

  /** Only what messaging brings: to look on, and to play the writer and the guard. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Observer {}

  @Test
  void aClusterThatAnswersNothingHoldsUpOnlyItsOwnUntilItAnswers() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
        RealEnvironment prompt =
            new RealEnvironment(Files.createDirectory(directory.resolve("prompt")), "prompt");
        RealEnvironment late =
            new RealEnvironment(Files.createDirectory(directory.resolve("late")), "late");
        SilentServer silent = SilentServer.before(server());
        ConfigurableApplicationContext observer = observer(broker);
        ConfigurableApplicationContext _ = applier(broker, twoContexts(silent))) {
      EventPublisher publisher = observer.getBean(EventPublisher.class);
      clear(publisher, late, "far");
      clear(publisher, prompt, "near");

      awaitSuccess(prompt);
      assertThat(prompt.get("v1", "ConfigMap", "settings").text("data", "key")).hasValue("a");
      await("the other's server is asked").atMost(PATIENCE).until(silent::isAsked);
      assertThat(seen).as("nothing is said of the other").noneMatch(event -> isOf(late, event));
      assertThat(late.find("v1", "ConfigMap", "settings")).isEmpty();

      silent.speak();
      awaitSuccess(late);
      assertThat(late.get("v1", "ConfigMap", "settings").text("data", "key")).hasValue("a");
    }
  }

  private static URI server() throws IOException {
    return URI.create(
        Files.readString(kubeconfig()).replaceAll("(?s).*server: \"?([^\"},\\s]+).*", "$1"));
  }

  private static Path kubeconfig() {
    return Path.of(System.getenv(RealCluster.KUBECONFIG));
  }

  /** The real one, and beside its cluster and context the same by another way. */
  private static Path twoContexts(SilentServer silent) throws IOException {
    Config both = Serialization.unmarshal(Files.readString(kubeconfig()), Config.class);
    both.getContexts().getFirst().setName("near");
    NamedContext context = both.getContexts().getFirst().edit().withName("far").build();
    context.getContext().setCluster("far");
    NamedCluster cluster = both.getClusters().getFirst().edit().withName("far").build();
    cluster.getCluster().setServer("https://127.0.0.1:" + silent.port());
    both.getContexts().add(context);
    both.getClusters().add(cluster);
    both.setCurrentContext("far");
    return Files.writeString(directory.resolve("contexts"), Serialization.asYaml(both));
  }

  private ConfigurableApplicationContext observer(EmbeddedBroker broker) {
    ConfigurableApplicationContext observer =
        new SpringApplicationBuilder(Observer.class)
            .web(WebApplicationType.NONE)
            .run(
                "--spring.config.name=observer",
                "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "--slipway.messaging.service=observer");
    AutoCloseable _ =
        observer
            .getBean(EventHistory.class)
            .follow(
                Set.of(Topic.ROLLOUTS),
                delivery -> seen.add(delivery.envelope().event()),
                () -> {});
    return observer;
  }

  private static ConfigurableApplicationContext applier(EmbeddedBroker broker, Path contexts) {
    return new SpringApplicationBuilder(ClusterApplierApplication.class)
        .run(
            "--server.port=0",
            "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
            "--slipway.applier.clusters.near.kubeconfig=" + contexts,
            "--slipway.applier.clusters.near.context=near",
            "--slipway.applier.clusters.far.kubeconfig=" + contexts,
            "--slipway.applier.clusters.far.context=far",
            "--slipway.applier.cache-directory=" + directory.resolve("cache"));
  }

  private static void clear(EventPublisher publisher, RealEnvironment real, String cluster)
      throws IOException {
    EnvironmentName name = real.applying.environment().name();
    publish(
        publisher,
        new Environment(
            name,
            real.git.address(),
            TestSource.BRANCH,
            "apps/dev",
            true,
            cluster,
            real.namespace,
            List.of(),
            null,
            null,
            true,
            null));
    GitRevision commit =
        real.git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "a")).commit();
    Revision revision =
        new Revision(
            name,
            new Sequence(1, 1, 0),
            real.git.address(),
            TestSource.BRANCH,
            commit,
            List.of(),
            List.of(),
            0);
    publish(publisher, new RevisionCleared(revision, Clearance.FINAL, null, List.of(), null));
  }

  private static void publish(EventPublisher publisher, Event event) {
    publisher.publish(EventEnvelope.first(EventId.random(), "/test", Instant.now(), event));
  }

  private void awaitSuccess(RealEnvironment real) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                seen.stream()
                    .filter(event -> isOf(real, event))
                    .anyMatch(RolloutSucceeded.class::isInstance));
  }

  private static boolean isOf(RealEnvironment real, Event event) {
    return event instanceof RolloutEvent rollout
        && rollout.environment().equals(real.applying.environment().name());
  }
}
