package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.Environment;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.RolloutEvent;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.Topic;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import dev.slipway.messaging.testing.Observer;
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
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Two contexts of one kubeconfig, both of a real API server; one of the ways there is silent. */
@OnRealCluster
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class RealClustersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path directory;

  @Test
  void aClusterThatAnswersNothingHoldsUpOnlyItsOwnUntilItAnswers() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
        RealEnvironment prompt =
            new RealEnvironment(Files.createDirectory(directory.resolve("prompt")), "prompt");
        RealEnvironment late =
            new RealEnvironment(Files.createDirectory(directory.resolve("late")), "late");
        SilentServer silent = SilentServer.before(server());
        Observer observer = Observer.on(broker.bootstrapServers(), Topic.ROLLOUTS);
        ConfigurableApplicationContext _ = applier(broker, twoContexts(silent))) {
      clear(observer, late, "far");
      clear(observer, prompt, "near");

      awaitSuccess(observer, prompt);
      assertThat(prompt.get("v1", "ConfigMap", "settings").text("data", "key")).hasValue("a");
      await("the other's server is asked").atMost(PATIENCE).until(silent::isAsked);
      assertThat(observer.events(RolloutEvent.class))
          .as("nothing is said of the other")
          .noneMatch(event -> isOf(late, event));
      assertThat(late.find("v1", "ConfigMap", "settings")).isEmpty();

      silent.speak();
      awaitSuccess(observer, late);
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

  private static void clear(Observer observer, RealEnvironment real, String cluster)
      throws IOException {
    EnvironmentName name = real.applying.environment().name();
    observer.publish(
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
    observer.publish(new RevisionCleared(revision, Clearance.FINAL, null, List.of(), null));
  }

  private static void awaitSuccess(Observer observer, RealEnvironment real) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                observer.events(RolloutSucceeded.class).stream()
                    .anyMatch(event -> isOf(real, event)));
  }

  private static boolean isOf(RealEnvironment real, RolloutEvent event) {
    return event.environment().equals(real.applying.environment().name());
  }
}
