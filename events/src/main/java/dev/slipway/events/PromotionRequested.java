package dev.slipway.events;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EnvironmentName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Take what was proven in the environment that this one promotes from.
 *
 * @param images names of images; empty: all that it has in common with the source
 */
public record PromotionRequested(
    EnvironmentName environment, List<String> images, Actor actor, @Nullable String reason)
    implements RequestEvent {
  public PromotionRequested {
    images = List.copyOf(images);
  }
}
