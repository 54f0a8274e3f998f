package dev.slipway.console;

import dev.slipway.events.value.Actor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A hold that nobody has ended yet. */
public record StandingHold(Actor actor, @Nullable String reason, Instant since) {}
