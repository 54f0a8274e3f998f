package dev.slipway.applier;

class FakeClusterTest extends ClusterContract {
  private final FakeCluster fake = new FakeCluster();

  @Override
  Cluster cluster() {
    return fake;
  }
}
