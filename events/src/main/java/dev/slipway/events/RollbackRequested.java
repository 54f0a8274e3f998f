package dev.slipway.events;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EnvironmentName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Put images back to the last versions proven in this environment.
 *
 * @param images names of images; empty: all whose current version is not proven
 */
public record RollbackRequested(
    EnvironmentName environment, List<String> images, Actor actor, @Nullable String reason)
    implements RequestEvent {
  public RollbackRequested {
    images = List.copyOf(images);
  }
}
