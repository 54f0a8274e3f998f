package dev.slipway.events;

import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;

/**
 * The answer to a lookup: the registry says that there is no such image.
 *
 * <p>Never sent because a registry did not answer.
 */
public record ImageAbsent(
    ImageRepository repository, EventId lookup, ImageReference reference, String message)
    implements ImageEvent {}
