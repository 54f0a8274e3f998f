package dev.slipway.writer.edit;

import org.jspecify.annotations.Nullable;

/**
 * Something in a file that keeps updates away.
 *
 * @param target whose updates; absent for a marker whose policy is unknown
 */
public record Obstacle(@Nullable Target target, Refusal refusal, Weight weight) {

  /** What an obstacle means for the rest. */
  public enum Weight {
    /** Somebody asked for this value to follow: without it, the others would be half an update. */
    BLOCKS,
    /** The others go on, and this one is reported. */
    REPORTED,
    /** Worth a word only where the image stands nowhere else. */
    HINT
  }
}
