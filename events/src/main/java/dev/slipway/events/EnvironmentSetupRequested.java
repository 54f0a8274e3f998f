package dev.slipway.events;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EnvironmentName;
import org.jspecify.annotations.Nullable;

/**
 * Set up an environment that was never in its cluster: its namespace, and its ApplySet's parent.
 */
public record EnvironmentSetupRequested(
    EnvironmentName environment, Actor actor, @Nullable String reason) implements RequestEvent {}
