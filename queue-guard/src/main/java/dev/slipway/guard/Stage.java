package dev.slipway.guard;

/** Where a revision stands at the gate. */
enum Stage {
  /** It has not been cleared, or no longer is. */
  WAITING,
  /** It may be prepared; before its first write the applier asks. */
  PREPARING,
  /** It may be applied: nothing guards the environment. */
  FINAL,
  /** A question was answered with yes. */
  GRANTED,
  /** Its rollout has begun, and finishes: the gate is silent until it is asked. */
  BEGUN,
  /** Its rollout has begun, and a question since was answered with no. */
  PAUSED;

  /** Whether it is to be cleared as soon as the gate opens. */
  boolean waits() {
    return this == WAITING || this == PAUSED;
  }

  /** Whether its rollout has begun, as far as is known. */
  boolean hasBegun() {
    return this == BEGUN || this == PAUSED;
  }

  /** After a hold: what was cleared and has not begun is to be cleared again. */
  Stage stopped() {
    return hasBegun() ? this : WAITING;
  }
}
