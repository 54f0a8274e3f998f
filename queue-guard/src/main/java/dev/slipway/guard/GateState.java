package dev.slipway.guard;

import dev.slipway.events.value.EventId;
import dev.slipway.events.value.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the guard knows of one environment.
 *
 * @param newest the revision with the highest sequence; absent before the first
 * @param running an older one that was let through, while the newest waits
 * @param question what the applier asked and nobody has answered
 * @param announcements still to be told, oldest first
 * @param handled requests and questions that were noted, so that a redelivered one changes nothing
 */
record GateState(
    @Nullable Candidate newest,
    @Nullable Candidate running,
    @Nullable Question question,
    Standstill standstill,
    Evidence evidence,
    List<Announcement> announcements,
    List<EventId> handled) {
  static final GateState EMPTY =
      new GateState(null, null, null, Standstill.NONE, Evidence.NONE, List.of(), List.of());
  private static final int HANDLED_KEPT = 200;

  GateState {
    announcements = List.copyOf(announcements);
    handled = List.copyOf(handled);
  }

  GateState withCandidates(@Nullable Candidate nextNewest, @Nullable Candidate nextRunning) {
    return new GateState(
        nextNewest, nextRunning, question, standstill, evidence, announcements, handled);
  }

  GateState withQuestion(@Nullable Question next) {
    return new GateState(newest, running, next, standstill, evidence, announcements, handled);
  }

  /** Without that question; a newer one stays. */
  GateState answered(@Nullable Question answered) {
    return answered != null && answered.equals(question) ? withQuestion(null) : this;
  }

  GateState withStandstill(Standstill next) {
    return new GateState(newest, running, question, next, evidence, announcements, handled);
  }

  GateState withEvidence(Evidence next) {
    return new GateState(newest, running, question, standstill, next, announcements, handled);
  }

  GateState announcing(Announcement announcement) {
    var more = new ArrayList<>(announcements);
    more.add(announcement);
    return new GateState(newest, running, question, standstill, evidence, more, handled);
  }

  GateState announced(List<Announcement> told) {
    var left = new ArrayList<>(announcements);
    left.removeAll(told);
    return new GateState(newest, running, question, standstill, evidence, left, handled);
  }

  GateState handling(EventId id) {
    return new GateState(
        newest,
        running,
        question,
        standstill,
        evidence,
        announcements,
        Bounded.append(handled, id, HANDLED_KEPT));
  }

  /** Changes the candidate of that sequence, if there is one. */
  GateState changing(Sequence sequence, UnaryOperator<Candidate> change) {
    if (newest != null && newest.sequence().equals(sequence)) {
      return withCandidates(change.apply(newest), running);
    }
    if (running != null && running.sequence().equals(sequence)) {
      return withCandidates(newest, change.apply(running));
    }
    return this;
  }

  Optional<Candidate> candidate(Sequence sequence) {
    return candidates().stream().filter(c -> c.sequence().equals(sequence)).findFirst();
  }

  /** Newest first. */
  List<Candidate> candidates() {
    var all = new ArrayList<Candidate>();
    if (newest != null) {
      all.add(newest);
    }
    if (running != null) {
      all.add(running);
    }
    return all;
  }

  /** Whether nothing but queues holds something back: then it pays to ask them often. */
  boolean waitsForQueues() {
    return candidates().stream()
        .anyMatch(candidate -> candidate.stage().waits() && candidate.waitsForQueuesOnly());
  }
}
