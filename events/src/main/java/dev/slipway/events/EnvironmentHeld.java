package dev.slipway.events;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EnvironmentName;
import org.jspecify.annotations.Nullable;

/** The environment stands still until somebody resumes it. */
public record EnvironmentHeld(EnvironmentName environment, Actor actor, @Nullable String reason)
    implements ClearanceEvent {}
