package dev.slipway.events;

import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import java.util.List;

/**
 * Every tag of a repository, on a first or a requested scan: decided once, as a whole.
 *
 * @param requested whether somebody asked for it; false on the first scan
 */
public record RepositoryScanned(ImageRepository repository, List<Tag> tags, boolean requested)
    implements ImageEvent {
  public RepositoryScanned {
    tags = List.copyOf(tags);
  }
}
