package dev.slipway.events;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EnvironmentName;
import org.jspecify.annotations.Nullable;

/** The policy decides again for this image in this environment. */
public record UnpinRequested(
    EnvironmentName environment, String image, Actor actor, @Nullable String reason)
    implements RequestEvent {}
