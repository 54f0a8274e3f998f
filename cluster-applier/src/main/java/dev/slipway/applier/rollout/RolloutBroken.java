package dev.slipway.applier.rollout;

import dev.slipway.events.value.RolloutFailure;

/** A workload that does not come up, in words. */
public record RolloutBroken(RolloutFailure reason, String message, String workload) {}
