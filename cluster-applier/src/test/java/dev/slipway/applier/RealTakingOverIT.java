package dev.slipway.applier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@OnRealCluster
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
