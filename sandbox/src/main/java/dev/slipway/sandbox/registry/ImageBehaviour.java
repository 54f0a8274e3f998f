package dev.slipway.sandbox.registry;

import java.util.Locale;

/**
 * What a container of a sandbox image does when it is run, by the label {@link #LABEL} in the
 * image's configuration. Only the simulated cluster runs images so; an image without the label is
 * healthy.
 */
public enum ImageBehaviour {
  /** Starts and becomes ready. */
  HEALTHY,
  /** Exits with an error as soon as it starts. */
  CRASH,
  /** Can't be pulled. */
  MISSING,
  /** Runs, but its readiness probe fails. */
  NEVERREADY;

  public static final String LABEL = "dev.slipway.sandbox/behaviour";

  /** The label's value: {@code healthy}, {@code crash}, {@code missing} or {@code neverready}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
