package dev.slipway.events.value;

/** Whether an image's digest is written beside its tag (Flux: {@code digestReflectionPolicy}). */
public enum DigestPolicy {
  /** The tag alone. */
  NEVER,
  /** The digest that the tag had when it was chosen. */
  IF_NOT_PRESENT,
  /** The digest that the tag has now: where the tag moves, the digest follows. */
  ALWAYS
}
