package dev.slipway.sandbox.registry;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A manifest refers only to what its repository holds already. */
final class ManifestCheck {
  private static final JsonMapper JSON = new JsonMapper();

  private ManifestCheck() {}

  static JsonNode parse(byte[] content) throws RegistryError {
    try {
      JsonNode manifest = JSON.readTree(content);
      if (!manifest.isObject()) {
        throw RegistryError.manifestInvalid("a manifest is a JSON object");
      }
      return manifest;
    } catch (JacksonException e) {
      throw RegistryError.manifestInvalid("not JSON: " + e.getOriginalMessage());
    }
  }

  static void check(JsonNode manifest, RepositoryName repository, ManifestStore store)
      throws RegistryError {
    for (JsonNode child : manifest.path("manifests")) {
      ContentDigest digest = digestOf(child);
      if (!store.holds(repository, digest)) {
        throw unknown(digest);
      }
    }
    for (JsonNode descriptor : contentOf(manifest)) {
      ContentDigest digest = digestOf(descriptor);
      if (!descriptor.has("urls") && !store.blobs().holds(repository, digest)) {
        throw unknown(digest);
      }
    }
  }

  /** What the manifest is about (a signature is about an image), if it says so. */
  static @Nullable ContentDigest subject(JsonNode manifest) throws RegistryError {
    return manifest.has("subject") ? digestOf(manifest.path("subject")) : null;
  }

  private static List<JsonNode> contentOf(JsonNode manifest) {
    List<JsonNode> content = new ArrayList<>();
    if (manifest.has("config")) {
      content.add(manifest.path("config"));
    }
    manifest.path("layers").forEach(content::add);
    return content;
  }

  private static ContentDigest digestOf(JsonNode descriptor) throws RegistryError {
    return ContentDigest.parse(descriptor.path("digest").asString(""));
  }

  private static RegistryError unknown(ContentDigest digest) {
    return new RegistryError(
        404, "MANIFEST_BLOB_UNKNOWN", "the manifest refers to " + digest + ", which is not here");
  }
}
