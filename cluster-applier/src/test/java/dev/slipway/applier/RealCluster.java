package dev.slipway.applier;

import dev.slipway.applier.kubernetes.ClusterAccess;
import dev.slipway.applier.kubernetes.KubernetesClusters;
import java.nio.file.Path;
import java.util.Map;

/** A real API server, where the environment variable says that there is one. */
final class RealCluster implements AutoCloseable {
  static final String KUBECONFIG = "SLIPWAY_TEST_KUBECONFIG";
  static final String WHY =
      "needs a real API server: set SLIPWAY_TEST_KUBECONFIG to its kubeconfig";
  private final KubernetesClusters clusters =
      new KubernetesClusters(Map.of(), new ClusterAccess(Path.of(System.getenv(KUBECONFIG)), null));

  Cluster cluster() {
    return clusters.find("any").orElseThrow();
  }

  @Override
  public void close() {
    clusters.close();
  }
}
