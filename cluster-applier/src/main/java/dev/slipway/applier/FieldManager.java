package dev.slipway.applier;

/** Under which name fields are written: each keeps what the other wrote. */
public enum FieldManager {
  /** Everything that files declare. */
  APPLY("slipway"),
  /** The restart annotation, so that the next apply leaves it. */
  RESTART("slipway-restart");

  private final String value;

  FieldManager(String value) {
    this.value = value;
  }

  public String value() {
    return value;
  }
}
