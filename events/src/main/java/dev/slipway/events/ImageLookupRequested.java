package dev.slipway.events;

import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;

/** Is this image there, and under which digest? Answered by {@link ImageFound} or absent. */
public record ImageLookupRequested(ImageRepository repository, ImageReference reference)
    implements LookupEvent {}
