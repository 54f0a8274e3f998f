package dev.slipway.applier.clearance;

import dev.slipway.applier.state.ApplierState;
import dev.slipway.events.value.Sequence;
import dev.slipway.messaging.KeyContext;

/** What stops an attempt, looked at anew each time. For the worker's own thread. */
public final class Brakes {
  private final KeyContext<ApplierState> context;
  private final Sequence sequence;
  private final Runnable atEachLook;

  /**
   * The brakes of a revision.
   *
   * @param atEachLook what else is to be done now and then while it goes on; quick
   */
  public Brakes(KeyContext<ApplierState> context, Sequence sequence, Runnable atEachLook) {
    this.context = context;
    this.sequence = sequence;
    this.atEachLook = atEachLook;
  }

  public boolean isHeld() {
    atEachLook.run();
    return context.state().hold() != null;
  }

  public boolean mayWrite() {
    return !isHeld();
  }

  /** A newer cleared revision ends what is under way for an older one, as far as it may end. */
  public boolean isSuperseded() {
    atEachLook.run();
    ApplierState.Cleared newest = context.state().cleared();
    return newest != null && newest.sequence().isAfter(sequence);
  }

  public ApplierState state() {
    return context.state();
  }
}
