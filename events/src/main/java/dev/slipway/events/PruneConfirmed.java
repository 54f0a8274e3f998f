package dev.slipway.events;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * One revision may delete more objects than the environment's limit allows.
 *
 * @param sequence the revision that was refused for it
 */
public record PruneConfirmed(
    EnvironmentName environment, Sequence sequence, Actor actor, @Nullable String reason)
    implements RequestEvent {}
