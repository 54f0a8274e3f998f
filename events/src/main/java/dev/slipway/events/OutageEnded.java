package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.Sequence;
import java.time.Duration;
import java.time.Instant;

/**
 * A place outside answers again, after an {@link OutageBegun} of the same environment.
 *
 * @param sequence the revision that goes on, or else the one that is kept
 * @param place as in the event that told the beginning
 * @param since as in the event that told the beginning
 */
public record OutageEnded(
    EnvironmentName environment, Sequence sequence, String place, Instant since, Duration lasted)
    implements RolloutEvent {}
