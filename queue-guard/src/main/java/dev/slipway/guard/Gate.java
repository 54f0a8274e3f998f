package dev.slipway.guard;

import dev.slipway.events.Environment;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.HoldReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a revision may go on now. Pure.
 *
 * <p>A hold, a request that could not be read, an unknown environment and a missing approval hold
 * whatever else is true. Queues, freeze windows and missing proof hold too, but an override goes
 * past them.
 */
final class Gate {
  private Gate() {}

  /** The answer to the applier's question, by readings that were begun after it was asked. */
  static Decision answer(
      GateState state, Question question, Optional<Environment> environment, Observation seen) {
    Candidate newest = state.newest();
    if (newest == null || question.sequence().isAfter(newest.sequence())) {
      return new Decision.Wait(question.sequence());
    }
    if (question.sequence().equals(newest.sequence())) {
      return judge(newest, Clearance.GRANTED, state, environment, seen, true);
    }
    Candidate running = state.running();
    if (running != null
        && running.sequence().equals(question.sequence())
        && running.stage().hasBegun()) {
      return judge(running, Clearance.GRANTED, state, environment, seen, true);
    }
    return new Decision.Supersede(newest);
  }

  /**
   * Whether a revision that waits may be prepared, or applied where nothing guards it.
   *
   * <p>Where only what touches pods waits for the queues, the applier has to find out whether this
   * does: it is prepared once whatever the queues hold, and asked about if so.
   */
  static Decision decide(
      Candidate candidate, GateState state, Optional<Environment> environment, Observation seen) {
    boolean guarded = environment.map(Environment::guard).isPresent();
    Clearance next = guarded ? Clearance.PREPARE : Clearance.FINAL;
    boolean findsOut =
        guarded
            && candidate.clearances() == 0
            && environment.map(Environment::rules).orElseThrow().waitsForPodsOnly();
    return judge(candidate, next, state, environment, seen, !findsOut);
  }

  private static Decision judge(
      Candidate candidate,
      Clearance next,
      GateState state,
      Optional<Environment> environment,
      Observation seen,
      boolean waitsForQueues) {
    List<HoldReason> firm = new ArrayList<>(Reasons.ofStandstill(state.standstill()));
    if (environment.isEmpty()) {
      firm.add(Reasons.unknownEnvironment(candidate.revision()));
      return new Decision.Hold(firm);
    }
    firm.addAll(Reasons.ofDeclaration(environment.get().heldBecause()));
    firm.addAll(
        Reasons.ofApprovals(candidate.revision(), state.evidence(), environment.get().promote()));
    List<HoldReason> yielding =
        new ArrayList<>(
            Reasons.ofProof(candidate.revision(), state.evidence(), environment.get().promote()));
    yielding.addAll(Reasons.ofFreeze(seen.frozen()));
    if (waitsForQueues) {
      yielding.addAll(Reasons.ofQueues(environment.get().guard(), seen));
    }

    Optional<Actor> override =
        state.evidence().overrideOf(candidate.sequence()).map(Evidence.GateOverride::actor);
    List<HoldReason> reasons = new ArrayList<>(firm);
    if (override.isEmpty()) {
      reasons.addAll(yielding);
    }
    if (!reasons.isEmpty()) {
      return new Decision.Hold(reasons);
    }
    return new Decision.Clear(
        next,
        waitsForQueues ? seen.readings() : List.of(),
        yielding.isEmpty() ? null : override.orElse(null));
  }
}
