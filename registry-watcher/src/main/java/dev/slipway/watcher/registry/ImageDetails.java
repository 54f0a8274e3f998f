package dev.slipway.watcher.registry;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an image says about itself.
 *
 * <p>Labels come from its configuration; annotations of the manifest, then of the index, stand in
 * where no label has that name. Events carry them, so there is a limit: 256 labels of at most 4096
 * characters; the rest is left out.
 */
record ImageDetails(@Nullable Instant createdAt, Map<String, String> labels) {
  static final ImageDetails NONE = new ImageDetails(null, Map.of());
  private static final int LABELS = 256;
  private static final int LABEL_CHARACTERS = 4096;
  private static final String CREATED = "org.opencontainers.image.created";

  ImageDetails {
    labels = Map.copyOf(labels);
  }

  /** From an image's configuration (OCI image-spec 1.1, "Image Configuration"). */
  static ImageDetails ofConfiguration(JsonNode configuration) {
    Map<String, String> labels = strings(configuration.path("config").path("Labels"));
    return new ImageDetails(instant(Json.text(configuration, "created")), labels);
  }

  /** The same, with these annotations where there is no such label. */
  ImageDetails withAnnotations(JsonNode annotations) {
    Map<String, String> all = new LinkedHashMap<>(labels);
    strings(annotations).forEach(all::putIfAbsent);
    Instant created = createdAt == null ? instant(all.getOrDefault(CREATED, "")) : createdAt;
    return new ImageDetails(created, limited(all));
  }

  private static Map<String, String> limited(Map<String, String> all) {
    Map<String, String> kept = new LinkedHashMap<>();
    all.entrySet().stream().limit(LABELS).forEach(e -> kept.put(e.getKey(), e.getValue()));
    return kept;
  }

  private static Map<String, String> strings(JsonNode object) {
    Map<String, String> strings = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      JsonNode value = entry.getValue();
      if (value.isString()
          && value.stringValue().length() <= LABEL_CHARACTERS
          && entry.getKey().length() <= LABEL_CHARACTERS
          && strings.size() < LABELS) {
        strings.put(entry.getKey(), value.stringValue());
      }
    }
    return strings;
  }

  private static @Nullable Instant instant(String text) {
    try {
      return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException unreadable) {
      return null;
    }
  }
}
