package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.Sequence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cluster differs from what was applied, and is left so. Or what was applied cannot be compared
 * any more, because a chart or values that lie elsewhere are missing or broken by now.
 *
 * @param objects empty: what runs stays, though it cannot be compared
 * @param message who changed it, where that is known, and why it is left
 */
public record DriftFound(
    EnvironmentName environment,
    Sequence sequence,
    List<ObjectChange> objects,
    @Nullable String message)
    implements RolloutEvent {
  public DriftFound {
    objects = List.copyOf(objects);
  }

  /** One of which nothing more is known. */
  public DriftFound(EnvironmentName environment, Sequence sequence, List<ObjectChange> objects) {
    this(environment, sequence, objects, null);
  }
}
