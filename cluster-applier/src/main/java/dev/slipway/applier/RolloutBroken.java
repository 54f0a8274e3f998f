package dev.slipway.applier;

import dev.slipway.events.value.RolloutFailure;

/** A workload that does not come up, in words. */
record RolloutBroken(RolloutFailure reason, String message, String workload) {}
