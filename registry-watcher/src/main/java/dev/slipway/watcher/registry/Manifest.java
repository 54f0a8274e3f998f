package dev.slipway.watcher.registry;

import dev.slipway.events.value.Digest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A manifest as far as the watcher reads it: an image's, or an index of images for several
 * platforms (OCI image-spec 1.1, "Image Manifest" and "Image Index"; Docker's schema 2).
 */
record Manifest(JsonNode json) {
  static final List<String> MEDIA_TYPES =
      List.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.docker.distribution.manifest.v2+json");

  /** The platform whose configuration speaks for an index. */
  private static final String SPEAKER = "linux/amd64";

  private static final String NO_PLATFORM = "unknown/unknown";

  boolean isReadable() {
    return json.path("manifests").isArray() || json.path("config").isObject();
  }

  /** The image of an index that speaks for all; empty for an image's own manifest. */
  Optional<Digest> speaker() {
    Stream<JsonNode> images = json.path("manifests").valueStream();
    return images
        .filter(image -> !platform(image).equals(NO_PLATFORM))
        .min(Comparator.comparingInt(image -> platform(image).equals(SPEAKER) ? 0 : 1))
        .flatMap(Manifest::digest);
  }

  Optional<Digest> configuration() {
    return digest(json.path("config"));
  }

  JsonNode annotations() {
    return json.path("annotations");
  }

  private static String platform(JsonNode image) {
    JsonNode platform = image.path("platform");
    return Json.text(platform, "os") + "/" + Json.text(platform, "architecture");
  }

  private static Optional<Digest> digest(JsonNode descriptor) {
    String digest = Json.text(descriptor, "digest");
    return Digest.isValid(digest) ? Optional.of(Digest.parse(digest)) : Optional.empty();
  }
}
