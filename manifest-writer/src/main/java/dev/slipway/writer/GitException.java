package dev.slipway.writer;

import dev.slipway.messaging.Transient;

/**
 * A remote repository could not be read or written. Trying again later may help, for each reason:
 * people mend credentials, hosts come back.
 */
public final class GitException extends RuntimeException implements Transient {
  private static final long serialVersionUID = 1;

  /** Public: the same token in logs, metrics and runbooks. */
  public enum Reason {
    /** The host does not answer, or answers with an error of its own. */
    UNAVAILABLE,
    /** The host refuses the credentials. */
    UNAUTHORIZED,
    /** The host shows a key over SSH that is not known, or not the known one. */
    HOST_KEY,
    /** There is no such repository, or it is hidden from these credentials. */
    NOT_FOUND,
    /** The host takes no push of this commit: a hook or a rule forbids it. */
    PUSH_REJECTED,
    /** Others pushed again and again between our fetch and our push. */
    PUSH_RACE,
    /** The local copy cannot be read or written. */
    LOCAL_COPY
  }

  private final Reason reason;

  public GitException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public GitException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  @Override
  public String kind() {
    return "GIT_" + reason;
  }
}
