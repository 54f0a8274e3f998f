package dev.slipway.applier.environment;

import dev.slipway.applier.Outcomes;
import dev.slipway.applier.diff.Diff;
import dev.slipway.applier.state.Announcements;
import dev.slipway.applier.state.ApplierState;
import dev.slipway.applier.state.ApplierState.Cleared;
import dev.slipway.events.Environment;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.Restart;
import dev.slipway.messaging.KeyContext;
import dev.slipway.messaging.Next;
import java.util.List;
import java.util.stream.Stream;

/**
 * A revision of an environment that is only observed: what it would change is told, once, and that
 * is the end of it. Nothing is written, so it asks no guard, restarts nothing and proves nothing.
 *
 * <p>Its restarts count as done: when the environment is applied one day, nobody wants pods to be
 * restarted for what moved a month ago.
 */
final class Observation {
  private final DiffReader reader;
  private final Outcomes outcomes;

  Observation(DiffReader reader, Outcomes outcomes) {
    this.reader = reader;
    this.outcomes = outcomes;
  }

  /**
   * Tells it.
   *
   * @throws RefusedException where it cannot even be rendered
   */
  Next tell(
      Cleared cleared,
      Environment environment,
      KeyContext<ApplierState> context,
      Announcements announcements)
      throws InterruptedException {
    Diff diff = reader.read(environment, cleared.revision().commit());
    announcements.observed(diff);
    context.update(
        state -> state.withConcluded(cleared.sequence(), restarts(state, cleared), null));
    outcomes.count("observed", diff.obstacles().isEmpty() ? "none" : "OBSTACLES");
    return Next.whenChanged();
  }

  private static List<EventId> restarts(ApplierState state, Cleared cleared) {
    return Stream.concat(state.restarts().stream(), cleared.revision().restarts().stream())
        .map(Restart::id)
        .distinct()
        .toList();
  }
}
