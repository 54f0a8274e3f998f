package dev.slipway.writer;

import dev.slipway.messaging.Transient;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    /** The host has had too many questions for now. */
    RATE_LIMITED,
    /** The host takes no pull request as we ask for it. */
    REQUEST_REFUSED,
    /** The local copy cannot be read or written. */
    LOCAL_COPY
  }

  private final Reason reason;
  private final @Nullable Duration retryAfter;

  public GitException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.retryAfter = null;
  }

  public GitException(Reason reason, String message) {
    super(message);
    this.reason = reason;
    this.retryAfter = null;
  }

  /** One that says itself when it makes sense to ask again. */
  public GitException(Reason reason, String message, Duration retryAfter) {
    super(message);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  /** When it makes sense to ask again, where the host said so. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  public Reason reason() {
    return reason;
  }

  @Override
  public String kind() {
    return "GIT_" + reason;
  }
}
