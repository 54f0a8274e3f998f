package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.Sequence;

/**
 * Everything is prepared: may it be written now? The event's id is the question's.
 *
 * @param purpose what would be done: {@code apply}, or {@code restart pod web-1}
 */
public record ClearanceRequested(EnvironmentName environment, Sequence sequence, String purpose)
    implements RolloutEvent {}
