package dev.slipway.sandbox.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Clients of the clusters under test. */
final class Clusters {
  static final String REAL = "SLIPWAY_TEST_KUBECONFIG";

  private Clusters() {}

  static SimulatedCluster quick() {
    return start(ClusterOptions.defaults().withPace(Duration.ofMillis(10)));
  }

  static SimulatedCluster start(ClusterOptions options) {
    try {
      return SimulatedCluster.start(options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static KubernetesClient client(String kubeconfig) {
    Config config = Config.fromKubeconfig(kubeconfig);
    config.setRequestRetryBackoffLimit(0);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  static KubernetesClient realClient() {
    try {
      return client(Files.readString(Path.of(System.getenv(REAL))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
