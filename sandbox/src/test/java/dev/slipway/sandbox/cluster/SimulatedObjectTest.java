package dev.slipway.sandbox.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The simulated cluster's side of the contract. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatedObjectTest extends ObjectContract {
  private final SimulatedCluster cluster = Clusters.quick();
  private final KubernetesClient client = Clusters.client(cluster.kubeconfig());

  @Override
  KubernetesClient client() {
    return client;
  }

  @AfterAll
  void stop() {
    client.close();
    cluster.close();
  }
}
