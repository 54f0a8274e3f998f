package dev.slipway.events.value;

import org.jspecify.annotations.Nullable;

/**
 * One image value that Slipway changed in an environment.
 *
 * @param name the image's name in {@code slipway.yaml}
 * @param from the version before, as it was written
 * @param to the version now, as it is written
 * @param cause the event that led to it
 * @param correlation the push or request that started it
 */
public record ImageUpdate(
    String name,
    ImageRepository repository,
    @Nullable String from,
    String to,
    EventId cause,
    EventId correlation) {}
