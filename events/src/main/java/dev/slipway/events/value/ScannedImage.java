package dev.slipway.events.value;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is behind a tag that a scan found.
 *
 * @param createdAt by the image's own configuration, or its label {@code
 *     org.opencontainers.image.created} where it has one; absent where neither says
 * @param labels the image's own, such as {@code org.opencontainers.image.revision}
 */
public record ScannedImage(
    Tag tag, Digest digest, @Nullable Instant createdAt, Map<String, String> labels) {
  public ScannedImage {
    labels = Map.copyOf(labels);
  }
}
