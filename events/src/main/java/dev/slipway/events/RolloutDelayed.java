package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.Sequence;
import java.util.List;

/**
 * A cleared revision is not applied yet: environments that this one depends on do not run their own
 * newest revision. It goes on by itself once they do.
 *
 * @param waitsFor the environments
 * @param message for people, complete: {@code infrastructure: revision 1.5.0 does not run yet}
 */
public record RolloutDelayed(
    EnvironmentName environment, Sequence sequence, List<EnvironmentName> waitsFor, String message)
    implements RolloutEvent {
  public RolloutDelayed {
    waitsFor = List.copyOf(waitsFor);
  }
}
