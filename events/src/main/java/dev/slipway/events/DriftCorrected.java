package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.Sequence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cluster differed from what was applied, and was put right.
 *
 * @param message who had changed it, where that is known
 */
public record DriftCorrected(
    EnvironmentName environment,
    Sequence sequence,
    List<ObjectChange> objects,
    @Nullable String message)
    implements RolloutEvent {
  public DriftCorrected {
    objects = List.copyOf(objects);
  }

  /** One of which nothing more is known. */
  public DriftCorrected(
      EnvironmentName environment, Sequence sequence, List<ObjectChange> objects) {
    this(environment, sequence, objects, null);
  }
}
