package dev.slipway.events;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EnvironmentName;
import org.jspecify.annotations.Nullable;

/** A hold has ended. */
public record EnvironmentResumed(EnvironmentName environment, Actor actor, @Nullable String reason)
    implements ClearanceEvent {}
