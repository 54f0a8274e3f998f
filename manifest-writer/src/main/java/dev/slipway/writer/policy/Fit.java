package dev.slipway.writer.policy;

/** Whether a tag is one that a policy looks at. */
public sealed interface Fit {

  /** It has a place in the policy's order. */
  record Ranked(Rank rank) implements Fit {}

  /**
   * It is none of this policy's, and spoils nothing.
   *
   * @param message for people, as in {@code is no semantic version}
   */
  record Unfit(String message) implements Fit {}
}
