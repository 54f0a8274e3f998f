package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.Sequence;

/** A revision that waited will not be applied: a newer one took its place. */
public record RevisionSuperseded(EnvironmentName environment, Sequence sequence, Sequence by)
    implements ClearanceEvent {}
