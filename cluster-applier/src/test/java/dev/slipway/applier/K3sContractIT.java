package dev.slipway.applier;

import dev.slipway.applier.kubernetes.ClusterAccess;
import dev.slipway.applier.kubernetes.KubernetesClusters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The contract against K3s in a container. The scenarios with pods are not run here: its kubelet
 * would look for their images, which no registry has.
 */
@EnabledIf(
    value = "isDockerThere",
    disabledReason = "needs a Docker engine, which runs K3s in a container")
class K3sContractIT extends ClusterContract {
  private static final DockerImageName IMAGE = DockerImageName.parse("rancher/k3s:v1.33.1-k3s1");
  @TempDir static Path configuration;
  private static K3sContainer k3s;
  private static KubernetesClusters clusters;

  static boolean isDockerThere() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  @BeforeAll
  static void startK3s() throws IOException {
    k3s = new K3sContainer(IMAGE);
    k3s.start();
    Path kubeconfig =
        Files.writeString(configuration.resolve("kubeconfig"), k3s.getKubeConfigYaml());
    clusters = new KubernetesClusters(Map.of(), new ClusterAccess(kubeconfig, null));
  }

  @AfterAll
  static void stopK3s() {
    clusters.close();
    k3s.stop();
  }

  @Override
  Cluster cluster() {
    return clusters.find("any").orElseThrow();
  }
}
