package dev.slipway.applier;

import dev.slipway.messaging.Transient;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something outside does not answer, or a race was lost. Trying again helps, sooner or later. */
public final class UnavailableException extends ApplierException implements Transient {
  private static final long serialVersionUID = 1;
  private final Reason reason;
  private final @Nullable String place;

  /** What is away. Public: the same token in logs, metrics and runbooks. */
  public enum Reason {
    /** The Git server, or the commit on it. */
    GIT_UNAVAILABLE,
    /** A program that renders could not be started or read. */
    TOOL_UNAVAILABLE,
    /** A registry or a chart repository. */
    CHART_UNAVAILABLE,
    /** The Kubernetes API server, or something that it needs. */
    CLUSTER_UNAVAILABLE,
    /** Somebody else wrote the object at the same moment. */
    LOST_RACE
  }

  public UnavailableException(Reason reason, String message) {
    super(message);
    this.reason = reason;
    this.place = null;
  }

  public UnavailableException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.place = null;
  }

  private UnavailableException(UnavailableException failure, String place) {
    super(String.valueOf(failure.getMessage()), failure);
    this.reason = failure.reason;
    this.place = place;
  }

  /**
   * The same, of that place, unless it is known already.
   *
   * @param place in words: {@code Git repository https://git.example/acme/ops}
   */
  public UnavailableException of(String place) {
    return this.place == null ? new UnavailableException(this, place) : this;
  }

  /** Which place does not answer; empty where only the caller knows, or it is not a place. */
  public Optional<String> place() {
    return Optional.ofNullable(place);
  }

  public Reason reason() {
    return reason;
  }

  @Override
  public String kind() {
    return reason.name();
  }

  @Override
  public String token() {
    return reason.name();
  }
}
