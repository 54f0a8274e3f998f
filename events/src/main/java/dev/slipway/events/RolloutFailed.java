package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.events.value.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * The revision does not run, and why.
 *
 * @param message the cause in words, with the last lines of a crash
 * @param workload {@code Deployment/web}; absent where no single one is the cause
 * @param begun whether anything was written
 */
public record RolloutFailed(
    EnvironmentName environment,
    Sequence sequence,
    GitRevision commit,
    RolloutFailure reason,
    String message,
    @Nullable String workload,
    boolean begun)
    implements RolloutEvent {}
