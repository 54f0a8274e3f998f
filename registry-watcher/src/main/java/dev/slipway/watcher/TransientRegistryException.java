package dev.slipway.watcher;

import dev.slipway.messaging.Transient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Trying again later may help, and nobody has to do anything for it. */
public final class TransientRegistryException extends RegistryException implements Transient {
  private static final long serialVersionUID = 1;

  private final Duration notBefore;

  /**
   * A failure that passes.
   *
   * @param notBefore how long the registry asked to be left alone; zero where it did not say
   */
  public TransientRegistryException(
      RegistryFailure reason, String message, Duration notBefore, @Nullable Throwable cause) {
    super(reason, message, cause);
    this.notBefore = notBefore;
  }

  public Duration notBefore() {
    return notBefore;
  }
}
