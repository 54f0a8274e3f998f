package dev.slipway.events;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tag is new, or it has moved. A to B to A on a mutable tag is three events: the id includes the
 * event before it for that tag.
 *
 * @param createdAt by the image's own configuration; absent where that could not be read
 * @param labels the image's own, such as {@code org.opencontainers.image.revision}
 * @param previousDigest where the tag pointed before; absent for a new tag
 */
public record ImagePublished(
    ImageRepository repository,
    Tag tag,
    Digest digest,
    @Nullable Instant createdAt,
    Map<String, String> labels,
    @Nullable Digest previousDigest)
    implements ImageEvent {
  public ImagePublished {
    labels = Map.copyOf(labels);
  }
}
