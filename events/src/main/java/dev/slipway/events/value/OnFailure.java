package dev.slipway.events.value;

/** What follows a rollout that failed. */
public enum OnFailure {
  /** People are told, and decide. */
  REPORT,
  /**
   * The images that Slipway changed in the workload that failed go back to the versions proven here
   * last, by a commit. A rollback is never rolled back.
   */
  ROLLBACK
}
