package dev.slipway.applier;

import dev.slipway.events.value.RolloutFailure;

/**
 * The revision cannot be applied as it is. Trying again does not help: another commit, or a change
 * to the cluster and a restart of the environment, does.
 */
public final class RefusedException extends ApplierException {
  private static final long serialVersionUID = 1;
  private final RolloutFailure reason;

  public RefusedException(RolloutFailure reason, String message) {
    super(message);
    this.reason = reason;
  }

  public RefusedException(RolloutFailure reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public RolloutFailure reason() {
    return reason;
  }

  @Override
  public String token() {
    return reason.name();
  }
}
