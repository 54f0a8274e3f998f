package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.Sequence;

/**
 * Pods come up, at a pace that people can read.
 *
 * @param workload {@code Deployment/web}
 * @param ready updated pods that are ready
 * @param desired pods that there are to be
 */
public record RolloutProgressed(
    EnvironmentName environment,
    Sequence sequence,
    String workload,
    int ready,
    int desired,
    String message)
    implements RolloutEvent {}
