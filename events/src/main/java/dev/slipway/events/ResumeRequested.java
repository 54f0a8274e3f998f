package dev.slipway.events;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EnvironmentName;
import org.jspecify.annotations.Nullable;

/** Ends a hold. */
public record ResumeRequested(EnvironmentName environment, Actor actor, @Nullable String reason)
    implements RequestEvent {}
