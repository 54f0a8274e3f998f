package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.Sequence;
import java.util.List;

/**
 * The first write is about to be made.
 *
 * @param changes the objects that change
 */
public record RolloutStarted(
    EnvironmentName environment,
    Sequence sequence,
    GitRevision commit,
    String cluster,
    List<ObjectChange> changes)
    implements RolloutEvent {
  public RolloutStarted {
    changes = List.copyOf(changes);
  }
}
