package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.Sequence;
import java.util.List;

/** The cluster differs from what was applied, and is left so. */
public record DriftFound(EnvironmentName environment, Sequence sequence, List<ObjectChange> objects)
    implements RolloutEvent {
  public DriftFound {
    objects = List.copyOf(objects);
  }
}
