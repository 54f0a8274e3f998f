package dev.slipway.applier;

import dev.slipway.events.Environment;

/** Under which name fields are written: each keeps what the other wrote. */
public enum FieldManager {
  /** Everything that files declare. */
  APPLY("slipway", false),
  /** The same, and what other managers own is taken from them. */
  APPLY_FORCED("slipway", true),
  /** The restart annotation, so that the next apply leaves it. */
  RESTART("slipway-restart", false);

  private final String value;
  private final boolean forced;

  FieldManager(String value, boolean forced) {
    this.value = value;
    this.forced = forced;
  }

  /** As the environment's rules say. */
  public static FieldManager forApplying(Environment environment) {
    return environment.rules().force() ? APPLY_FORCED : APPLY;
  }

  public boolean isForced() {
    return forced;
  }

  public String value() {
    return value;
  }
}
