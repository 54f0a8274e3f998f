package dev.slipway.bench.timeline;

import dev.slipway.bench.running.RunningSlipway;
import java.time.Duration;

/** Whoever looks at what runs, from outside: at the topics, the Git repository and the cluster. */
public final class Observers implements AutoCloseable {
  private final EventTail events;
  private final CommitTail commits;
  private final ClusterTail cluster;

  private Observers(EventTail events, CommitTail commits, ClusterTail cluster) {
    this.events = events;
    this.commits = commits;
    this.cluster = cluster;
  }

  /**
   * They look from now on.
   *
   * @throws dev.slipway.bench.running.BenchException where something of it cannot be reached
   */
  public static Observers of(RunningSlipway slipway, Timeline timeline) {
    return new Observers(
        EventTail.open(slipway.kafka(), timeline),
        CommitTail.open(slipway.gitDirectory(), slipway.gitBranch(), timeline),
        ClusterTail.open(slipway.kubeconfig(), timeline));
  }

  /** How many commits came since. */
  public int commits() {
    return commits.commits();
  }

  /** How many workloads the cluster has. */
  public int workloads() {
    return cluster.workloads();
  }

  /** How long nothing has been told of images, clearances and rollouts. */
  public Duration quietFor() {
    return events.quietFor();
  }

  @Override
  public void close() {
    cluster.close();
    commits.close();
    events.close();
  }
}
