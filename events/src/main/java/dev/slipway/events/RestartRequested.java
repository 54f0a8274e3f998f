package dev.slipway.events;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EnvironmentName;
import org.jspecify.annotations.Nullable;

/**
 * Restart pods though nothing changed.
 *
 * @param workload {@code Deployment/web}; absent: every workload of the environment
 */
public record RestartRequested(
    EnvironmentName environment, @Nullable String workload, Actor actor, @Nullable String reason)
    implements RequestEvent {}
