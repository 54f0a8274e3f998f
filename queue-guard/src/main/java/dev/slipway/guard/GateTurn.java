package dev.slipway.guard;

import dev.slipway.events.Environment;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.HoldReason;
import dev.slipway.messaging.KeyContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One look at one environment: says what is to be said, then notes that it was said. A crash in
 * between says it again under the same id.
 */
final class GateTurn {
  private final EnvironmentName name;
  private final KeyContext<GateState> context;
  private final Announcer announcer;
  private final Spoken spoken;

  GateTurn(
      EnvironmentName name, KeyContext<GateState> context, Announcer announcer, Spoken spoken) {
    this.name = name;
    this.context = context;
    this.announcer = announcer;
    this.spoken = spoken;
  }

  void announce(GateState state) {
    List<Announcement> due = state.announcements();
    if (due.isEmpty()) {
      return;
    }
    context
        .publisher()
        .publish(due.stream().map(each -> announcer.announcement(name, each)).toList());
    context.update(now -> now.announced(due));
    due.forEach(each -> spoken.announced(name, each));
  }

  /** Whether the question could be answered; otherwise nothing of its revision is known yet. */
  boolean answers(
      GateState state, Question question, Optional<Environment> environment, Observation seen) {
    Optional<Candidate> asked = state.candidate(question.sequence());
    switch (Gate.answer(state, question, environment, seen)) {
      case Decision.Clear clear -> asked.ifPresent(candidate -> clear(candidate, clear, question));
      case Decision.Hold hold ->
          asked.ifPresent(candidate -> hold(candidate, hold.reasons(), question));
      case Decision.Supersede superseded -> {
        context.publisher().publish(announcer.superseded(name, question, superseded.by()));
        context.update(now -> now.answered(question));
      }
      case Decision.Wait _ -> {
        return false;
      }
    }
    return true;
  }

  /**
   * The newest first: once it is cleared, an older one has nothing to wait for.
   *
   * @return the state after it
   */
  GateState clearWhatWaits(GateState state, Optional<Environment> environment, Observation seen) {
    GateState after = state;
    for (Candidate candidate : state.candidates()) {
      if (!candidate.stage().waits()) {
        continue;
      }
      switch (Gate.decide(candidate, state, environment, seen)) {
        case Decision.Clear clear -> {
          return clear(candidate, clear, null);
        }
        case Decision.Hold hold -> {
          if (HeldNews.isNews(candidate.said(), hold.reasons(), announcer.now())) {
            after = hold(candidate, hold.reasons(), null);
          }
        }
        case Decision.Supersede _, Decision.Wait _ -> {}
      }
    }
    return after;
  }

  private GateState clear(Candidate candidate, Decision.Clear clear, @Nullable Question question) {
    context.publisher().publish(announcer.cleared(candidate, clear, question));
    Stage next = stageAfter(clear.clearance());
    GateState after =
        context.update(
            state ->
                state
                    .answered(question)
                    .changing(
                        candidate.sequence(),
                        current -> stoppedIf(state.standstill().stands(), current.cleared(next))));
    spoken.cleared(candidate, clear);
    return after;
  }

  /** A hold that came while this was said still stops it. */
  private static Candidate stoppedIf(boolean held, Candidate candidate) {
    return held ? candidate.at(candidate.stage().stopped()) : candidate;
  }

  private GateState hold(
      Candidate candidate, List<HoldReason> reasons, @Nullable Question question) {
    EventEnvelope<?> said = announcer.held(candidate, reasons, question);
    context.publisher().publish(said);
    GateState after =
        context.update(
            state ->
                state
                    .answered(question)
                    .changing(candidate.sequence(), current -> current.held(reasons, said.time())));
    spoken.held(candidate, reasons);
    return after;
  }

  private static Stage stageAfter(Clearance clearance) {
    return switch (clearance) {
      case PREPARE -> Stage.PREPARING;
      case FINAL -> Stage.FINAL;
      case GRANTED -> Stage.GRANTED;
    };
  }
}
