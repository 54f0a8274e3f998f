package dev.slipway.applier;

import dev.slipway.applier.rollout.WorkloadView;
import java.time.Duration;

/** The workloads of an environment as they change. For one thread. */
public interface WorkloadWatch extends AutoCloseable {

  /** What is known now. */
  WorkloadView view();

  /**
   * Waits until something differs from what {@link #view} last gave, or the time is up.
   *
   * @return whether something changed
   */
  boolean awaitChange(Duration atMost) throws InterruptedException;

  @Override
  void close();
}
