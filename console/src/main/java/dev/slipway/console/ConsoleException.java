package dev.slipway.console;

import java.util.List;

/** The console cannot do what was asked; the reason says whose turn it is. */
public final class ConsoleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why. Public: the same token in answers, logs and metrics. */
  public enum Reason {
    /** No token, or one that nobody has. */
    UNAUTHENTICATED,
    /** The token's role does not suffice. */
    FORBIDDEN,
    /** No configuration declares such an environment. */
    UNKNOWN_ENVIRONMENT,
    /** No configuration declares such an image. */
    UNKNOWN_IMAGE,
    /** Nobody asked for anything under this id, or it is older than what is kept. */
    UNKNOWN_REQUEST,
    /** The request is wrong in itself. */
    INVALID_REQUEST,
    /** The history is still being read: a retry helps within seconds. */
    STILL_READING,
    /** The broker does not answer: a retry helps once it is back. */
    BROKER_UNAVAILABLE
  }

  private final Reason reason;
  private final transient List<String> known;

  public ConsoleException(Reason reason, String message) {
    this(reason, message, List.of());
  }

  /**
   * @param known the names that would have been right
   */
  public ConsoleException(Reason reason, String message, List<String> known) {
    super(message);
    this.reason = reason;
    this.known = List.copyOf(known);
  }

  public ConsoleException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.known = List.of();
  }

  public Reason reason() {
    return reason;
  }

  public List<String> known() {
    return known;
  }
}
