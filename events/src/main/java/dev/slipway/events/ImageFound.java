package dev.slipway.events;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a lookup: the image is there.
 *
 * @param lookup the {@link ImageLookupRequested} that asked
 * @param tag absent where the lookup named a digest alone
 */
public record ImageFound(
    ImageRepository repository,
    EventId lookup,
    @Nullable Tag tag,
    Digest digest,
    @Nullable Instant createdAt,
    Map<String, String> labels)
    implements ImageEvent {
  public ImageFound {
    labels = Map.copyOf(labels);
  }
}
