package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.applier.kubernetes.ClusterAccess;
import dev.slipway.applier.kubernetes.KubernetesClusters;
import dev.slipway.events.ClearanceRequested;
import dev.slipway.events.DriftCorrected;
import dev.slipway.events.DriftFound;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.ApplyRules;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens around a change: an autoscaler, jobs that run, a server that goes away. */
@OnRealCluster
class RealSafetyIT {
  private static final String WEB = "registry.example/acme/web:";
  private static final int MANY = 40;

  @TempDir Path directory;
  private RealEnvironment real;
  private Applying applying;

  @BeforeEach
  void start() throws Exception {
    real = new RealEnvironment(directory, "safety");
    applying = real.applying;
  }

  @AfterEach
  void stop() {
    real.close();
  }

  @Test
  void leavesReplicasToTheClustersOwnAutoscaler() throws Exception {
    real.git
        .write("apps/dev/web.yaml", Yaml.deployment("web", WEB + 1, 1))
        .write(
            "apps/dev/scaler.yaml",
            """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: web}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
              minReplicas: 2
              maxReplicas: 3
              metrics:
                - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}
            """);
    applying.apply(applying.revision(real.git.commit(), 1));
    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    await().atMost(Duration.ofSeconds(90)).until(() -> replicas() == 2);

    real.git.write("apps/dev/web.yaml", Yaml.deployment("web", WEB + 2, 1));
    applying.apply(applying.revision(real.git.commit(), 2));
    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    assertThat(applying.last(RolloutStarted.class).changes())
        .singleElement()
        .satisfies(
            change ->
                assertThat(change.fields())
                    .containsExactly("spec.template.spec.containers[web].image"));
    assertThat(replicas()).isEqualTo(2);

    assertThat(applying.diff(null).objects()).isEmpty();
    real.look();
    assertThat(applying.events(DriftCorrected.class)).isEmpty();
    assertThat(applying.events(DriftFound.class)).isEmpty();
    assertThat(replicas()).isEqualTo(2);
  }

  private long replicas() throws InterruptedException {
    return real.get("apps/v1", "Deployment", "web").number("spec", "replicas");
  }

  @Test
  void appliesWhatTouchesNoPodWithoutAskingWhereThatIsWanted() throws Exception {
    real.git
        .write("apps/dev/web.yaml", Yaml.deployment("web", WEB + 1, 1))
        .write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
    applying.apply(applying.revision(real.git.commit(), 1));
    List<String> pods = pods();
    ApplyRules rules = ApplyRules.DEFAULT;
    applying.guarded();
    applying.rules(
        new ApplyRules(
            rules.mode(),
            false,
            false,
            rules.prune(),
            rules.drift(),
            null,
            ApplyRules.ClearanceNeed.PODS_ONLY,
            null));

    real.git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "b"));
    applying.prepare(applying.revision(real.git.commit(), 2));
    applying.work();
    assertThat(applying.events(ClearanceRequested.class)).isEmpty();
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(2);
    assertThat(real.get("v1", "ConfigMap", "settings").text("data", "key")).hasValue("b");
    assertThat(pods()).isEqualTo(pods);

    real.git.write("apps/dev/web.yaml", Yaml.deployment("web", WEB + 2, 1));
    applying.prepare(applying.revision(real.git.commit(), 3));
    applying.work();
    assertThat(applying.events(ClearanceRequested.class)).hasSize(1);
    assertThat(pods()).isEqualTo(pods);
  }

  private List<String> pods() {
    return real.client.pods().inNamespace(real.namespace).list().getItems().stream()
        .map(pod -> pod.getMetadata().getUid())
        .toList();
  }

  @Test
  void aServerThatGoesAwayInTheMiddleIsWaitedForAndTheRestIsApplied() throws Exception {
    try (Wire wire = new Wire(server());
        KubernetesClusters clusters =
            new KubernetesClusters(Map.of(), new ClusterAccess(through(wire), null))) {
      AtomicInteger writes = new AtomicInteger();
      Applying cut =
          real.applyingTo(
              beforeEachApply(
                  clusters.find("any").orElseThrow(),
                  () -> {
                    if (writes.incrementAndGet() == MANY / 2) {
                      wire.cut();
                    }
                  }));
      for (int i = 0; i < MANY; i++) {
        real.git.write("apps/dev/map-%02d.yaml".formatted(i), Yaml.configMap("map-" + i, "a"));
      }
      cut.clear(cut.revision(real.git.commit(), 1));
      assertThatThrownBy(cut::work)
          .isInstanceOfSatisfying(
              UnavailableException.class,
              e ->
                  assertThat(e.reason())
                      .isEqualTo(UnavailableException.Reason.CLUSTER_UNAVAILABLE));
      assertThat(maps()).as("some are written, some are not").isBetween(1, MANY - 1);
      assertThatThrownBy(cut::work).as("still away").isInstanceOf(UnavailableException.class);
      assertThat(cut.events(RolloutFailed.class)).isEmpty();

      wire.mend();
      cut.work();
      assertThat(cut.events(RolloutSucceeded.class)).hasSize(1);
      assertThat(cut.events(RolloutFailed.class)).isEmpty();
      assertThat(maps()).isEqualTo(MANY);
    }
  }

  private int maps() {
    return (int)
        real.client.configMaps().inNamespace(real.namespace).list().getItems().stream()
            .filter(map -> map.getMetadata().getName().startsWith("map-"))
            .count();
  }

  @Test
  void aNewTokenInItsFileIsTakenUp() throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "expired");
    String kubeconfig = Files.readString(Path.of(System.getenv(RealCluster.KUBECONFIG)));
    Path file =
        Files.writeString(
            directory.resolve("kubeconfig"),
            kubeconfig.replaceAll("token: [^}\\s]+", "tokenFile: " + token));
    takesUp(file, token, "admin-token");
  }

  @Test
  void aNewTokenInTheKubeconfigIsTakenUp() throws Exception {
    String kubeconfig = Files.readString(Path.of(System.getenv(RealCluster.KUBECONFIG)));
    Path file =
        Files.writeString(
            directory.resolve("kubeconfig"),
            kubeconfig.replaceAll("token: [^}\\s]+", "token: expired"));
    takesUp(file, file, kubeconfig);
  }

  private void takesUp(Path kubeconfig, Path renewed, String content) throws Exception {
    real.git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
    try (KubernetesClusters clusters =
        new KubernetesClusters(Map.of(), new ClusterAccess(kubeconfig, null))) {
      Applying later = real.applyingTo(clusters.find("any").orElseThrow());
      later.clear(later.revision(real.git.commit(), 1));
      assertThatThrownBy(later::work)
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("does not accept our credentials (any more)");

      Files.delete(renewed);
      assertThatThrownBy(later::work).isInstanceOf(UnavailableException.class);
      Files.writeString(renewed, content);
      later.work();
      assertThat(later.events(RolloutFailed.class)).isEmpty();
      assertThat(later.events(RolloutSucceeded.class)).hasSize(1);
    }
  }

  private int server() throws Exception {
    return real.client.getMasterUrl().getPort();
  }

  private Path through(Wire wire) throws Exception {
    return Files.writeString(
        directory.resolve("wire.kubeconfig"),
        Files.readString(Path.of(System.getenv(RealCluster.KUBECONFIG)))
            .replace(":" + server(), ":" + wire.port()));
  }

  private static Cluster beforeEachApply(Cluster cluster, Runnable action) {
    return (Cluster)
        Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {Cluster.class},
            (_, method, arguments) -> {
              if (method.getName().equals("apply")) {
                action.run();
              }
              try {
                return method.invoke(cluster, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
