package dev.slipway.sandbox.registry;

import com.sun.net.httpserver.HttpExchange;
import dev.slipway.sandbox.http.Answers;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /v2/NAME/referrers/DIGEST}: what is about a manifest, found by looking through them all.
 */
final class Referrers {
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final JsonMapper JSON = new JsonMapper();

  private final ManifestStore manifests;

  Referrers(ManifestStore manifests) {
    this.manifests = manifests;
  }

  void list(HttpExchange exchange, RepositoryName repository, String reference)
      throws IOException, RegistryError {
    ContentDigest subject = ContentDigest.parse(reference);
    String wanted = Query.of(exchange).get("artifactType");
    ObjectNode index = JSON.createObjectNode();
    index.put("schemaVersion", 2).put("mediaType", INDEX);
    ArrayNode list = index.putArray("manifests");
    for (ContentDigest digest : manifests.digests(repository)) {
      StoredManifest stored = manifests.find(repository, digest.toString());
      JsonNode manifest = ManifestCheck.parse(stored.content());
      if (subject.equals(ManifestCheck.subject(manifest)) && fits(manifest, wanted)) {
        list.add(descriptor(stored, manifest));
      }
    }
    if (wanted != null) {
      exchange.getResponseHeaders().set("OCI-Filters-Applied", "artifactType");
    }
    Answers.bytes(exchange, 200, INDEX, JSON.writeValueAsBytes(index));
  }

  private static boolean fits(JsonNode manifest, @Nullable String wanted) {
    return wanted == null || wanted.equals(artifactType(manifest));
  }

  private static ObjectNode descriptor(StoredManifest stored, JsonNode manifest) {
    ObjectNode descriptor = JSON.createObjectNode();
    descriptor.put("mediaType", stored.mediaType());
    descriptor.put("digest", stored.digest().toString());
    descriptor.put("size", stored.content().length);
    descriptor.put("artifactType", artifactType(manifest));
    if (manifest.has("annotations")) {
      descriptor.set("annotations", manifest.path("annotations"));
    }
    return descriptor;
  }

  private static String artifactType(JsonNode manifest) {
    return manifest.has("artifactType")
        ? manifest.path("artifactType").asString()
        : manifest.path("config").path("mediaType").asString("");
  }
}
