package dev.slipway.applier;

import dev.slipway.applier.kubernetes.ClusterAccess;
import dev.slipway.applier.kubernetes.KubernetesClusters;
import dev.slipway.sandbox.cluster.ClusterOptions;
import dev.slipway.sandbox.cluster.SimulatedCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Taking over in the sandbox's simulated cluster. */
class SimulatedTakingOverIT extends TakingOverScenarios {
  @TempDir static Path configuration;
  private static SimulatedCluster simulated;
  private static KubernetesClusters clusters;

  @BeforeAll
  static void startCluster() throws IOException {
    simulated = SimulatedCluster.start(ClusterOptions.defaults().withPace(Duration.ofMillis(200)));
    Path kubeconfig = configuration.resolve("kubeconfig");
    Files.writeString(kubeconfig, simulated.kubeconfig());
    clusters = new KubernetesClusters(Map.of(), new ClusterAccess(kubeconfig, null));
  }

  @AfterAll
  static void stopCluster() {
    clusters.close();
    simulated.close();
  }

  @Override
  Cluster cluster() {
    return clusters.find("any").orElseThrow();
  }
}
