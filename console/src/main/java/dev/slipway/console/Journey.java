package dev.slipway.console;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The way of one change through one environment: from the revision that brought it, over the ones
 * that took that revision's place, to where it stands.
 *
 * @param last the revision through which it runs or is to run
 */
record Journey(List<EventEnvelope<?>> events, RevisionTrack last, Progress progress) {

  static Journey from(
      RevisionTrack start, EnvironmentHistory history, Predicate<Revision> holdsChange) {
    List<RevisionTrack> path = history.path(start, holdsChange);
    RevisionTrack last = path.getLast();
    Set<Sequence> sequences = new HashSet<>();
    path.forEach(track -> sequences.add(track.sequence()));
    List<EventEnvelope<?>> events = new ArrayList<>();
    Set<Sequence> committed = new HashSet<>();
    for (EventEnvelope<?> e : history.events()) {
      Sequence sequence = Subjects.sequence(e.event()).orElse(null);
      boolean onPath = sequence != null && sequences.contains(sequence);
      // A revision is issued again when its proof changes: the first time is when it happened.
      boolean again = e.event() instanceof RevisionCommitted && onPath && !committed.add(sequence);
      if (onPath && !again) {
        events.add(e);
      }
    }
    return new Journey(events, last, history.progressOf(last));
  }

  String detail() {
    return Standing.detail(last, progress);
  }
}
