package dev.slipway.applier;

import org.junit.jupiter.api.AutoClose;

@OnRealCluster
class RealTakingOverIT extends TakingOverScenarios {
  @AutoClose private static final RealCluster REAL = new RealCluster();

  @Override
  Cluster cluster() {
    return REAL.cluster();
  }
}
