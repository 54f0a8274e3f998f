package dev.slipway.messaging;

/**
 * The key now belongs to another copy of the service, or the service stops: its worker here may
 * change nothing any more. Nothing was written. The new owner goes on from the state; let it pass.
 */
public final class KeyMovedException extends RuntimeException implements Transient {
  private static final long serialVersionUID = 1;

  public KeyMovedException(String key) {
    super("the key '" + key + "' has moved to another copy of this service, or it stops");
  }
}
