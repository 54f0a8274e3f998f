package dev.slipway.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What people see who look at the simulated cluster with kubectl. */
@EnabledIf(
    value = "dev.slipway.sandbox.cluster.Kubectl#isInstalled",
    disabledReason = "kubectl is not on the PATH")
class KubectlIT {
  private final SimulatedCluster cluster = Clusters.quick();
  private final Kubectl kubectl;

  KubectlIT(@TempDir Path home) throws IOException {
    kubectl = Kubectl.at(cluster, home);
  }

  @BeforeEach
  void applyAWorkload() throws Exception {
    assertThat(apply("web:1")).contains("deployment.apps/web serverside-applied");
  }

  private String apply(String image) throws IOException, InterruptedException {
    String yaml = Manifests.deployment("web", image, 2);
    return kubectl.runWith(yaml, "apply", "--server-side", "-f", "-");
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void saysThatTheServerIsSimulated() throws Exception {
    assertThat(kubectl.run("version")).contains("Server Version: v1.36.0-slipway-simulated");
    assertThat(kubectl.run("get", "nodes")).contains("simulated   Ready");
  }

  @Test
  void waitsForARolloutAndShowsWhatRuns() throws Exception {
    assertThat(kubectl.run("rollout", "status", "deployment/web"))
        .contains("successfully rolled out");
    assertThat(kubectl.run("get", "deployments"))
        .containsPattern("NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nweb +2/2 +2 +2 +");
    assertThat(kubectl.run("get", "pods", "-o", "wide"))
        .containsPattern("web-\\w+-\\w+ +1/1 +Running +0 +\\d+s +10\\.244\\S+ +simulated");
  }

  @Test
  void describesADeploymentAndAFailingPod() throws Exception {
    apply("web:missing");
    KubernetesApiContract.soon()
        .until(() -> kubectl.run("get", "pods").contains("ImagePullBackOff"));

    assertThat(kubectl.run("describe", "deployment", "web"))
        .contains("OldReplicaSets:", "NewReplicaSet:", "ScalingReplicaSet");
    assertThat(kubectl.run("describe", "pods"))
        .contains("Failed to pull image \"web:missing\"", "Back-off pulling image");
  }

  @Test
  void printsTheLastWordsOfACrash() throws Exception {
    apply("web:crash");
    KubernetesApiContract.soon()
        .until(() -> kubectl.run("get", "pods").contains("CrashLoopBackOff"));

    KubernetesApiContract.soon()
        .until(
            () ->
                kubectl
                    .run("logs", "-l", "app=web")
                    .contains("fatal: cannot connect to the database"));
  }

  @Test
  void followsPodsAsTheyChange() throws Exception {
    kubectl.run("rollout", "status", "deployment/web");
    Process watch = kubectl.start("get", "pods", "-w");
    try (BufferedReader lines = watch.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).startsWith("NAME");
      kubectl.run("delete", "deployment", "web", "--wait=false");
      boolean terminating = lines.lines().anyMatch(line -> line.contains("Terminating"));
      assertThat(terminating).isTrue();
    } finally {
      watch.destroy();
    }
  }

  @Test
  void deletesWhatItApplied() throws Exception {
    assertThat(kubectl.run("delete", "deployment", "web")).contains("\"web\" deleted");

    KubernetesApiContract.soon()
        .until(() -> kubectl.run("get", "all").contains("No resources found"));
  }

  @Test
  void prunesBySetOfApplied() throws Exception {
    String two = Manifests.configMap("a") + "---\n" + Manifests.configMap("b");
    String[] apply = {
      "apply", "--server-side", "--prune", "--applyset=configmaps/set", "-n", "default", "-f", "-"
    };

    assertThat(kubectl.runWith(two, apply)).contains("configmap/b serverside");
    assertThat(kubectl.runWith(Manifests.configMap("a"), apply)).contains("configmap/b pruned");
  }

  @Test
  void refusesAFieldThatDoesNotExist() throws Exception {
    String yaml = Manifests.deployment("api", "api:1", 1).replace("replicas:", "replicaz:");

    assertThat(kubectl.runWith(yaml, "create", "-f", "-"))
        .contains("unknown field \"spec.replicaz\"");
  }
}
