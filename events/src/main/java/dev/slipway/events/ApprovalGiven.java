package dev.slipway.events;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EnvironmentName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * These images may run in this environment.
 *
 * @param digests what is approved: an approval never follows a tag that moves
 */
public record ApprovalGiven(
    EnvironmentName environment, Set<Digest> digests, Actor actor, @Nullable String reason)
    implements RequestEvent {
  public ApprovalGiven {
    digests = Set.copyOf(digests);
  }
}
