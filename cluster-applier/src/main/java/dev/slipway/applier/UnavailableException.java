package dev.slipway.applier;

import dev.slipway.messaging.Transient;

/** Something outside does not answer, or a race was lost. Trying again helps, sooner or later. */
public final class UnavailableException extends ApplierException implements Transient {
  private static final long serialVersionUID = 1;
  private final Reason reason;

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
  }

  public UnavailableException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
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
