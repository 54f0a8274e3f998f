package dev.slipway.guard;

import dev.slipway.events.AdoptionRequested;
import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.ClearanceEvent;
import dev.slipway.events.ClearanceRequested;
import dev.slipway.events.ConfigurationEvent;
import dev.slipway.events.DeployRequested;
import dev.slipway.events.DiffRequested;
import dev.slipway.events.DriftCorrected;
import dev.slipway.events.DriftFound;
import dev.slipway.events.EnvironmentSetupRequested;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.GateOverrideRequested;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.ImageEvent;
import dev.slipway.events.LookupEvent;
import dev.slipway.events.OutageBegun;
import dev.slipway.events.OutageEnded;
import dev.slipway.events.PromotionRequested;
import dev.slipway.events.PruneConfirmed;
import dev.slipway.events.ReportEvent;
import dev.slipway.events.ResourcesPruned;
import dev.slipway.events.RestartDecided;
import dev.slipway.events.RestartRequested;
import dev.slipway.events.ResumeRequested;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.RollbackRequested;
import dev.slipway.events.RolloutDelayed;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutProgressed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.UnpinRequested;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.UpdateProposed;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RunningImage;
import dev.slipway.events.value.Sequence;
import dev.slipway.messaging.UnreadableDelivery;

/** Notes events. Pure: the same event noted twice gives the same state. */
final class Intake {
  static final Actor GUARD = new Actor("queue-guard");

  private Intake() {}

  static GateState note(GateState state, EventEnvelope<?> envelope) {
    Cause cause = Cause.of(envelope);
    return switch (envelope.event()) {
      case RevisionCommitted committed -> revision(state, committed.revision(), cause);
      case RestartDecided decided -> revision(state, decided.revision(), cause);
      case HoldRequested hold -> once(state, cause, hold(state, hold, cause));
      case ResumeRequested resume -> once(state, cause, resume(state, resume, cause));
      case ApprovalGiven approval -> approval(state, approval);
      case GateOverrideRequested override ->
          state.withEvidence(
              state
                  .evidence()
                  .withOverride(new Evidence.GateOverride(override.sequence(), override.actor())));
      case ClearanceRequested asked ->
          once(state, cause, state.withQuestion(new Question(cause, asked.sequence())));
      case RolloutStarted started -> begun(state, started.sequence(), false);
      case RolloutProgressed progressed -> begun(state, progressed.sequence(), false);
      case RolloutSucceeded succeeded ->
          proven(begun(state, succeeded.sequence(), true), succeeded);
      case RolloutFailed failed -> failed.begun() ? begun(state, failed.sequence(), true) : state;
      case DriftCorrected corrected -> begun(state, corrected.sequence(), true);
      case UpdateDeclined _,
          UpdateProposed _,
          DeployRequested _,
          UnpinRequested _,
          PromotionRequested _,
          RollbackRequested _,
          RestartRequested _,
          DriftFound _,
          ResourcesPruned _,
          RolloutDelayed _,
          OutageBegun _,
          OutageEnded _,
          PruneConfirmed _,
          DiffRequested _,
          AdoptionRequested _,
          EnvironmentSetupRequested _,
          ReportEvent _,
          ConfigurationEvent _,
          ImageEvent _,
          LookupEvent _,
          ClearanceEvent _ ->
          state;
    };
  }

  /** A request that could not be read may have been a hold: the environment stands still. */
  static GateState noteUnreadable(GateState state, UnreadableDelivery delivery) {
    String problem = delivery.problem();
    if (problem.equals(state.standstill().unreadable())) {
      return state;
    }
    EventId id = EventId.derive("unreadable", delivery.key(), problem, state.handled().size());
    return stopped(
            state.withStandstill(new Standstill(state.standstill().hold(), problem)).handling(id))
        .announcing(
            new Announcement.Held(
                new Cause(id, id, null), GUARD, "a request could not be read: " + problem));
  }

  private static GateState once(GateState state, Cause cause, GateState next) {
    return state.handled().contains(cause.event()) ? state : next.handling(cause.event());
  }

  private static GateState revision(GateState state, Revision revision, Cause cause) {
    Candidate newest = state.newest();
    if (newest == null) {
      return state
          .withEvidence(state.evidence().withFirst(revision))
          .withCandidates(Candidate.waiting(revision, cause), null);
    }
    int order = revision.sequence().compareTo(newest.sequence());
    if (order < 0) {
      return state;
    }
    if (order == 0) {
      return state.withCandidates(newest.renewed(revision), state.running());
    }
    Candidate next = Candidate.waiting(revision, cause);
    return switch (newest.stage()) {
      case WAITING, PREPARING ->
          state
              .withCandidates(next, state.running())
              .announcing(
                  new Announcement.Superseded(
                      newest.cause(), newest.sequence(), revision.sequence()));
      case FINAL, GRANTED, BEGUN, PAUSED -> state.withCandidates(next, newest);
    };
  }

  private static GateState hold(GateState state, HoldRequested request, Cause cause) {
    var hold = new Standstill.Hold(request.actor(), request.reason());
    return stopped(state.withStandstill(new Standstill(hold, state.standstill().unreadable())))
        .announcing(new Announcement.Held(cause, request.actor(), request.reason()));
  }

  private static GateState resume(GateState state, ResumeRequested request, Cause cause) {
    return state
        .withStandstill(Standstill.NONE)
        .announcing(new Announcement.Resumed(cause, request.actor(), request.reason()));
  }

  private static GateState stopped(GateState state) {
    Candidate newest = state.newest();
    return newest == null
        ? state
        : state.withCandidates(newest.at(newest.stage().stopped()), state.running());
  }

  private static GateState approval(GateState state, ApprovalGiven approval) {
    Evidence evidence = state.evidence();
    for (Digest digest : approval.digests().stream().sorted().toList()) {
      evidence = evidence.withApproval(digest, approval.actor());
    }
    return state.withEvidence(evidence);
  }

  private static GateState begun(GateState state, Sequence sequence, boolean over) {
    GateState next =
        state.changing(
            sequence,
            candidate ->
                candidate.stage() == Stage.PAUSED && !over ? candidate : candidate.at(Stage.BEGUN));
    Candidate newest = next.newest();
    boolean newestRuns = newest != null && newest.stage().hasBegun();
    return newestRuns ? next.withCandidates(newest, null) : next;
  }

  private static GateState proven(GateState state, RolloutSucceeded succeeded) {
    Evidence evidence = state.evidence();
    for (RunningImage image : succeeded.images()) {
      Digest digest = image.digest();
      evidence = digest == null ? evidence : evidence.withProof(digest);
    }
    return state.withEvidence(evidence);
  }
}
