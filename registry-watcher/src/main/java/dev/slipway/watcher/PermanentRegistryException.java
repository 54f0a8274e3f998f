package dev.slipway.watcher;

import org.jspecify.annotations.Nullable;

/** Somebody has to change something, here or at the registry. Asked again at the poll's pace. */
public final class PermanentRegistryException extends RegistryException {
  private static final long serialVersionUID = 1;

  public PermanentRegistryException(
      RegistryFailure reason, String message, @Nullable Throwable cause) {
    super(reason, message, cause);
  }
}
