package dev.slipway.applier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(
    named = RealCluster.KUBECONFIG,
    matches = ".+",
    disabledReason = RealCluster.WHY)
class RealTakingOverIT extends TakingOverScenarios {
  private static RealCluster real;

  @BeforeAll
  static void connect() {
    real = new RealCluster();
  }

  @AfterAll
  static void disconnect() {
    real.close();
  }

  @Override
  Cluster cluster() {
    return real.cluster();
  }
}
