package dev.slipway.events;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.QueueReading;
import dev.slipway.events.value.Revision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A revision may be applied, as far as its clearance says.
 *
 * @param answers the {@link ClearanceRequested} that this answers; only with {@link
 *     Clearance#GRANTED}
 * @param readings what the queues held; empty in an unguarded environment
 * @param overriddenBy who went past the gate, if somebody did
 */
public record RevisionCleared(
    Revision revision,
    Clearance clearance,
    @Nullable EventId answers,
    List<QueueReading> readings,
    @Nullable Actor overriddenBy)
    implements ClearanceEvent {
  public RevisionCleared {
    readings = List.copyOf(readings);
    if ((clearance == Clearance.GRANTED) != (answers != null)) {
      throw new IllegalArgumentException("GRANTED answers a question, and nothing else does");
    }
  }

  @Override
  public EnvironmentName environment() {
    return revision.environment();
  }
}
