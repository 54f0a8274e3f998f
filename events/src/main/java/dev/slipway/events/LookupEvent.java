package dev.slipway.events;

import dev.slipway.events.value.ImageRepository;

/** The writer asks what exists. Keyed by repository. */
public sealed interface LookupEvent extends Event permits ScanRequested, ImageLookupRequested {

  ImageRepository repository();

  @Override
  default String key() {
    return repository().toString();
  }
}
