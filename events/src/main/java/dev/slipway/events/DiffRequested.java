package dev.slipway.events;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.GitRevision;
import org.jspecify.annotations.Nullable;

/**
 * Tell what applying would change, without changing it.
 *
 * @param commit of the environment's branch; absent: the newest revision that is known
 */
public record DiffRequested(EnvironmentName environment, @Nullable GitRevision commit, Actor actor)
    implements RequestEvent {}
