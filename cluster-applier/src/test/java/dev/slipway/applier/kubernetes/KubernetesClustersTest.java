package dev.slipway.applier.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.applier.Cluster;
import dev.slipway.applier.UnavailableException;
import dev.slipway.events.value.ObjectName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesClustersTest {
  @TempDir Path directory;

  @Test
  void theDefaultTakesEveryNameThatIsNotListed() throws IOException {
    Path kubeconfig = kubeconfig(1);
    try (var with = new KubernetesClusters(Map.of(), new ClusterAccess(kubeconfig, null));
        var without =
            new KubernetesClusters(Map.of("main", new ClusterAccess(kubeconfig, null)), null)) {
      assertThat(with.find("anything")).isPresent();
      assertThat(without.find("main")).isPresent();
      assertThat(without.find("anything")).isEmpty();
    }
  }

  @Test
  void aKubeconfigThatIsNotThereYetIsTriedAgain() throws IOException {
    Path kubeconfig = directory.resolve("config");
    try (var clusters = new KubernetesClusters(Map.of(), new ClusterAccess(kubeconfig, null))) {
      assertThatThrownBy(() -> clusters.find("main"))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining(kubeconfig.toString());
      kubeconfig(1);
      assertThat(clusters.find("main")).isPresent();
    }
  }

  @Test
  void aContextThatTheFileDoesNotHaveIsNamed() throws IOException {
    try (var clusters =
        new KubernetesClusters(Map.of(), new ClusterAccess(kubeconfig(1), "staging"))) {
      assertThatThrownBy(() -> clusters.find("main"))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("staging");
    }
  }

  @Test
  void aServerThatIsAwayIsTriedAgain() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    try (var clusters =
        new KubernetesClusters(Map.of(), new ClusterAccess(kubeconfig(port), null))) {
      Cluster cluster = clusters.find("main").orElseThrow();
      assertThatThrownBy(() -> cluster.get(new ObjectName("v1", "ConfigMap", "a", "b")))
          .isInstanceOfSatisfying(
              UnavailableException.class,
              e ->
                  assertThat(e.reason()).isEqualTo(UnavailableException.Reason.CLUSTER_UNAVAILABLE))
          .hasMessageContaining("127.0.0.1:" + port);
    }
  }

  private Path kubeconfig(int port) throws IOException {
    return Files.writeString(
        directory.resolve("config"),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: u, user: {token: t}}]
        contexts: [{name: main, context: {cluster: c, user: u}}]
        current-context: main
        """
            .formatted(port));
  }
}
