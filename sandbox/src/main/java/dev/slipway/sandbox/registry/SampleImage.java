package dev.slipway.sandbox.registry;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A small image to be made: linux/amd64, one layer with one text file.
 *
 * @param created the image's own creation time
 * @param labels the labels of its configuration, such as {@code org.opencontainers.image.revision}
 * @param content what the file holds; images that differ in nothing have one digest
 */
public record SampleImage(
    Instant created, Map<String, String> labels, ImageBehaviour behaviour, String content) {
  public SampleImage {
    labels = Map.copyOf(labels);
  }

  /** A healthy image without labels whose digest nobody else has. */
  public static SampleImage unique(Instant created) {
    return new SampleImage(created, Map.of(), ImageBehaviour.HEALTHY, UUID.randomUUID().toString());
  }

  public SampleImage with(ImageBehaviour other) {
    return new SampleImage(created, labels, other, content);
  }

  public SampleImage with(String label, String value) {
    Map<String, String> more = new LinkedHashMap<>(labels);
    more.put(label, value);
    return new SampleImage(created, more, behaviour, content);
  }
}
