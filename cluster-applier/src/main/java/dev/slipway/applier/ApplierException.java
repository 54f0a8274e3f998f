package dev.slipway.applier;

/** What can go wrong while applying: for good, or for now. */
public abstract sealed class ApplierException extends RuntimeException
    permits RefusedException, UnavailableException {
  private static final long serialVersionUID = 1;

  public ApplierException(String message, Throwable cause) {
    super(message, cause);
  }

  public ApplierException(String message) {
    super(message);
  }

  /** The public token of the cause: in logs, metrics, events and runbooks. */
  public abstract String token();
}
