package dev.slipway.events;

import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.ImageReference;
import org.jspecify.annotations.Nullable;

/**
 * An image, or a request, that changes nothing here, and why.
 *
 * @param image the image's name in {@code slipway.yaml}; absent where it concerns none
 * @param candidate what was offered
 * @param message for people: what, why, and what to do
 * @param file where in the repository, if a file is the reason
 * @param line in that file, from 1
 */
public record UpdateDeclined(
    EnvironmentName environment,
    @Nullable String image,
    @Nullable ImageReference candidate,
    DeclineReason reason,
    String message,
    @Nullable String file,
    @Nullable Integer line)
    implements RevisionEvent {}
