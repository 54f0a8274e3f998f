package dev.slipway.events.value;

/**
 * Where an environment's versions must have been proven.
 *
 * @param from the environment that proves them
 * @param automatically whether a proven version comes by itself
 * @param approvals how many people must approve a version here; 0 or more
 */
public record Promotion(EnvironmentName from, boolean automatically, int approvals) {
  public Promotion {
    Check.notNegative("approvals", approvals);
  }
}
