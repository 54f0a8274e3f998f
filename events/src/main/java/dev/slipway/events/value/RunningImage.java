package dev.slipway.events.value;

import org.jspecify.annotations.Nullable;

/**
 * An image that pods of an environment run.
 *
 * @param workload {@code Deployment/web}
 * @param reference as the pod template says it
 * @param digest as the pods report it; absent where no pod runs or the runtime does not say
 */
public record RunningImage(
    String workload, String container, ImageReference reference, @Nullable Digest digest) {}
