package dev.slipway.watcher;

import org.jspecify.annotations.Nullable;

/** A registry did not answer the question. The message never holds a credential. */
public abstract sealed class RegistryException extends RuntimeException
    permits TransientRegistryException, PermanentRegistryException {
  private static final long serialVersionUID = 1;

  private final RegistryFailure reason;

  RegistryException(RegistryFailure reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public RegistryFailure reason() {
    return reason;
  }
}
