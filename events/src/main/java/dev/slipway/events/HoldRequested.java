package dev.slipway.events;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EnvironmentName;
import org.jspecify.annotations.Nullable;

/** Nothing is applied, restarted or corrected here until {@link ResumeRequested}. */
public record HoldRequested(EnvironmentName environment, Actor actor, @Nullable String reason)
    implements RequestEvent {}
