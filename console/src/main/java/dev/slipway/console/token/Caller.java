package dev.slipway.console.token;

import dev.slipway.events.value.Actor;

/** Who calls, as their token says. */
public record Caller(Actor actor, Role role) {}
