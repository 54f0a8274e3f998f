package dev.slipway.events;

import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.ScannedImage;
import dev.slipway.events.value.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every tag of a repository, on a first or a requested scan: decided once, as a whole.
 *
 * <p>Where some policy goes by more than the tag's name ({@link
 * dev.slipway.events.value.FollowedImage#needsDetails()}), the scan tells what is behind the tags.
 * Such a scan may come in several events, each with all tags and some of the images; their order
 * does not matter.
 *
 * @param requested whether somebody asked for it; false on the first scan
 * @param images what is behind the tags; absent where no policy asks for it
 */
public record RepositoryScanned(
    ImageRepository repository,
    List<Tag> tags,
    boolean requested,
    @Nullable List<ScannedImage> images)
    implements ImageEvent {
  public RepositoryScanned {
    tags = List.copyOf(tags);
    images = images == null ? null : List.copyOf(images);
  }

  /** A scan of which only the tags' names are known. */
  public RepositoryScanned(ImageRepository repository, List<Tag> tags, boolean requested) {
    this(repository, tags, requested, null);
  }
}
