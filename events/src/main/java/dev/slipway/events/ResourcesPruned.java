package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.Sequence;
import java.util.List;

/** Objects that left the environment were deleted. */
public record ResourcesPruned(
    EnvironmentName environment, Sequence sequence, List<ObjectName> objects)
    implements RolloutEvent {
  public ResourcesPruned {
    objects = List.copyOf(objects);
  }
}
