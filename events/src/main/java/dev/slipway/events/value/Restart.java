package dev.slipway.events.value;

import org.jspecify.annotations.Nullable;

/**
 * A restart to be done once.
 *
 * @param id the same for the same cause
 * @param workload {@code Deployment/web}; absent: whatever uses the image, or everything
 * @param image absent: not because of an image
 * @param digest what the pods must run afterwards; only with an image
 */
public record Restart(
    EventId id,
    @Nullable String workload,
    @Nullable ImageReference image,
    @Nullable Digest digest,
    String reason) {}
