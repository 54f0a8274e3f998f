package dev.slipway.events;

import dev.slipway.events.value.ImageRepository;

/** What a registry holds. Keyed by repository. */
public sealed interface ImageEvent extends Event
    permits RepositoryScanned, ImagePublished, ImageFound, ImageAbsent, LookupRefused {

  ImageRepository repository();

  @Override
  default String key() {
    return repository().toString();
  }
}
