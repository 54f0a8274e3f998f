package dev.slipway.console.web;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EnvironmentName;

/** Who asks for something, and in which environment. */
record Asker(EnvironmentName environment, Actor actor) {}
