package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.Sequence;
import java.util.List;

/** The cluster differed from what was applied, and was put right. */
public record DriftCorrected(
    EnvironmentName environment, Sequence sequence, List<ObjectChange> objects)
    implements RolloutEvent {
  public DriftCorrected {
    objects = List.copyOf(objects);
  }
}
