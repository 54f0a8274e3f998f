package dev.slipway.events.value;

/** How far a cleared revision may go. */
public enum Clearance {
  /** Nothing guards the environment: apply. */
  FINAL,
  /** Prepare everything, write nothing, and ask again right before the first write. */
  PREPARE,
  /** The answer to that question: write within ten seconds of having asked. */
  GRANTED
}
