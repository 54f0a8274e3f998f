package dev.slipway.applier;

import dev.slipway.events.value.RolloutFailure;
import java.util.List;

/**
 * The revision cannot be applied as it is. Trying again does not help: another commit, or a change
 * to the cluster and a restart of the environment, does.
 */
public final class RefusedException extends ApplierException {
  private static final long serialVersionUID = 1;
  private final RolloutFailure reason;
  private final transient List<FieldConflict> conflicts;
  private final boolean fromElsewhere;

  public RefusedException(RolloutFailure reason, String message) {
    this(reason, message, List.of());
  }

  public RefusedException(RolloutFailure reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.conflicts = cause instanceof RefusedException refusal ? refusal.conflicts : List.of();
    this.fromElsewhere = cause instanceof RefusedException refusal && refusal.fromElsewhere;
  }

  private RefusedException(RefusedException refusal) {
    super(String.valueOf(refusal.getMessage()), refusal);
    this.reason = refusal.reason;
    this.conflicts = refusal.conflicts;
    this.fromElsewhere = true;
  }

  /**
   * A refusal because of fields that others own.
   *
   * @param conflicts every one of them, though the message may name some only
   */
  public RefusedException(RolloutFailure reason, String message, List<FieldConflict> conflicts) {
    super(message);
    this.reason = reason;
    this.conflicts = List.copyOf(conflicts);
    this.fromElsewhere = false;
  }

  /** The same refusal, of something that is not in the commit. */
  public RefusedException ofSomethingElsewhere() {
    return new RefusedException(this);
  }

  /**
   * Whether it may pass without another commit: a chart or values that lie elsewhere are missing,
   * or broken.
   */
  public boolean isOfSomethingElsewhere() {
    return fromElsewhere;
  }

  public List<FieldConflict> conflicts() {
    return conflicts;
  }

  public RolloutFailure reason() {
    return reason;
  }

  @Override
  public String token() {
    return reason.name();
  }
}
