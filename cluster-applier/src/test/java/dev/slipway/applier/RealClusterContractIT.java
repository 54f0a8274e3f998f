package dev.slipway.applier;

import org.junit.jupiter.api.AutoClose;

@OnRealCluster
class RealClusterContractIT extends ClusterContract {
  @AutoClose private static final RealCluster REAL = new RealCluster();

  @Override
  Cluster cluster() {
    return REAL.cluster();
  }
}
