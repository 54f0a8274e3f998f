package dev.slipway.events;

/** Bytes that are not the event they claim to be. Permanent: a retry cannot help. */
public final class UnreadableEventException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnreadableEventException(String message, Throwable cause) {
    super(message, cause);
  }

  public UnreadableEventException(String message) {
    super(message);
  }
}
