package dev.slipway.events;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EnvironmentName;
import org.jspecify.annotations.Nullable;

/**
 * Take over the fields of an environment's objects that other managers own, without a restart of
 * any pod.
 *
 * @param confirmed false: only tell which they are
 */
public record AdoptionRequested(
    EnvironmentName environment, boolean confirmed, Actor actor, @Nullable String reason)
    implements RequestEvent {}
