package dev.slipway.sandbox.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** A real API server's side of the contract; skipped where there is none. */
@EnabledIfEnvironmentVariable(
    named = Clusters.REAL,
    matches = ".+",
    disabledReason = "SLIPWAY_TEST_KUBECONFIG names no real API server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealRolloutIT extends RolloutContract {
  private final KubernetesClient client = Clusters.realClient();

  @Override
  KubernetesClient client() {
    return client;
  }

  @AfterAll
  void stop() {
    client.close();
  }
}
