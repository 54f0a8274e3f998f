package dev.slipway.events;

import dev.slipway.events.value.ImageRepository;

/** A new environment, image or policy: decide from what the registry holds now. */
public record ScanRequested(ImageRepository repository, String reason) implements LookupEvent {}
