package dev.slipway.console;

/** How far a revision, a push or a request has come in one environment. */
public enum Progress {
  /** Nothing is known to have come of it yet. */
  PENDING,
  /** Decided against; the reason is an event. */
  DECLINED,
  /** In Git; the guard has not spoken yet. */
  COMMITTED,
  /** The guard holds it back. */
  HELD,
  /** It may be applied; the applier has not begun. */
  CLEARED,
  /** The cluster is changing. */
  ROLLING_OUT,
  /** The cluster runs it. */
  RUNNING,
  /** The cluster does not run it. */
  FAILED,
  /** What it would change was told, and nothing written: the environment is only observed. */
  OBSERVED,
  /** A newer one took its place before it ran. */
  REPLACED,
  /** Carried out, where no revision follows from it: a hold, a resume. */
  DONE;

  /** Whether nothing more is to be expected. */
  public boolean isFinal() {
    return switch (this) {
      case DECLINED, RUNNING, FAILED, OBSERVED, REPLACED, DONE -> true;
      case PENDING, COMMITTED, HELD, CLEARED, ROLLING_OUT -> false;
    };
  }
}
